package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Trace sends a span for every request to an OpenTelemetry collector, by OTLP
// over HTTP in its JSON form. A span holds the route's pattern, method, status
// and times; never a path, a query, a body or an address.
type Trace struct {
	// Endpoint is the collector's address; "/v1/traces" is added to one without a
	// path.
	Endpoint string
	// Headers go with every export, for a collector that asks who sends.
	Headers map[string]string
	// Service is the name the spans bear; "" is khasan.
	Service string
	// Ratio is the share of requests traced of those that no caller traces: 0 is
	// all, less than 0 is none. What a caller has decided holds.
	Ratio float64
	// Client sends; nil is one with a time limit.
	Client *http.Client
}

// A tracer makes the spans. The exporter of the OpenTelemetry project brings
// gRPC along, 5.6 MB of program for one POST; this one is the POST.
type tracer struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

func newTracer(cfg Trace, version string, m *metrics, log *slog.Logger) (*tracer, error) {
	u, err := url.Parse(cfg.Endpoint)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("tracing: the collector's address must be http://HOST:PORT or https://...; got %q", cfg.Endpoint)
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1/traces"
	}
	if cfg.Service == "" {
		cfg.Service = "khasan"
	}
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 10 * time.Second}
	}
	ratio := cfg.Ratio
	switch {
	case ratio == 0:
		ratio = 1
	case ratio < 0:
		ratio = 0
	}
	e := &exporter{url: u.String(), headers: cfg.Headers, client: cfg.Client, metrics: m, log: log}
	p := sdk.NewTracerProvider(
		sdk.WithBatcher(e), // a queue of 2,048 spans; more are dropped, never waited for
		sdk.WithSampler(sdk.ParentBased(sdk.TraceIDRatioBased(ratio))),
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", cfg.Service), attribute.String("service.version", version))))
	return &tracer{p, p.Tracer("khasan/server")}, nil
}

// begin starts a request's span. The answer gets a traceparent only if the
// request had none: what a client sent is given back as it was.
func (t *tracer) begin(r *http.Request) (*http.Request, trace.Span) {
	ctx := propagation.TraceContext{}.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	ctx, span := t.tracer.Start(ctx, r.Method, trace.WithSpanKind(trace.SpanKindServer))
	if !traceparent.MatchString(r.Header.Get("Traceparent")) {
		sc := span.SpanContext()
		r.Header.Set("Traceparent", fmt.Sprintf("00-%s-%s-%s", sc.TraceID(), sc.SpanID(), sc.TraceFlags()))
	}
	return r.WithContext(ctx), span
}

// end finishes it. Methods are known ones, so nothing a client makes up is sent.
func (t *tracer) end(span trace.Span, route, method string, status int) {
	if status == 0 {
		status = http.StatusOK
	}
	span.SetName(method + " " + route)
	span.SetAttributes(attribute.String("http.request.method", method), attribute.String("http.route", route), attribute.Int("http.response.status_code", status))
	if status >= 500 {
		span.SetStatus(codes.Error, "")
	}
	span.End()
}

// StopTracing sends what spans there are and makes no more. Serve does it at
// its end; who uses Handler does it himself.
func (s *Server) StopTracing(ctx context.Context) error {
	if s.tracer == nil {
		return nil
	}
	return s.tracer.provider.Shutdown(ctx)
}

// An exporter posts spans. What cannot be sent is dropped and counted: spans
// are a comfort, and no answer waits for them.
type exporter struct {
	url     string
	headers map[string]string
	client  *http.Client
	metrics *metrics
	log     *slog.Logger
}

// The JSON form of OTLP 1.x: ids in hex, 64-bit numbers as text.
type (
	otlpValue struct {
		String *string `json:"stringValue,omitempty"`
		Int    *string `json:"intValue,omitempty"`
		Bool   *bool   `json:"boolValue,omitempty"`
	}
	otlpAttr struct {
		Key   string    `json:"key"`
		Value otlpValue `json:"value"`
	}
	otlpSpan struct {
		TraceID    string         `json:"traceId"`
		SpanID     string         `json:"spanId"`
		ParentID   string         `json:"parentSpanId,omitempty"`
		TraceState string         `json:"traceState,omitempty"`
		Flags      int            `json:"flags"`
		Name       string         `json:"name"`
		Kind       trace.SpanKind `json:"kind"`
		Start      string         `json:"startTimeUnixNano"`
		End        string         `json:"endTimeUnixNano"`
		Attributes []otlpAttr     `json:"attributes"`
		Status     otlpStatus     `json:"status"`
	}
	otlpStatus struct {
		Code int `json:"code,omitempty"`
	}
	otlpScope struct {
		Scope struct {
			Name string `json:"name"`
		} `json:"scope"`
		Spans []otlpSpan `json:"spans"`
	}
	otlpResource struct {
		Resource struct {
			Attributes []otlpAttr `json:"attributes"`
		} `json:"resource"`
		Scopes []otlpScope `json:"scopeSpans"`
	}
)

func otlpAttrs(kvs []attribute.KeyValue) []otlpAttr {
	out := make([]otlpAttr, 0, len(kvs))
	for _, kv := range kvs {
		a := otlpAttr{Key: string(kv.Key)}
		switch kv.Value.Type() {
		case attribute.INT64:
			n := strconv.FormatInt(kv.Value.AsInt64(), 10)
			a.Value.Int = &n
		case attribute.BOOL:
			b := kv.Value.AsBool()
			a.Value.Bool = &b
		default:
			s := kv.Value.String()
			a.Value.String = &s
		}
		out = append(out, a)
	}
	return out
}

// ExportSpans sends finished spans. It returns no error: there is nobody to
// tell but the log and the metrics, which it does.
func (e *exporter) ExportSpans(ctx context.Context, spans []sdk.ReadOnlySpan) error {
	if len(spans) == 0 {
		return nil
	}
	var res otlpResource
	res.Resource.Attributes = otlpAttrs(spans[0].Resource().Attributes())
	scope := otlpScope{Spans: make([]otlpSpan, 0, len(spans))}
	scope.Scope.Name = spans[0].InstrumentationScope().Name
	for _, s := range spans {
		sc := s.SpanContext()
		o := otlpSpan{TraceID: sc.TraceID().String(), SpanID: sc.SpanID().String(), TraceState: sc.TraceState().String(), Flags: int(sc.TraceFlags()),
			Name: s.Name(), Kind: s.SpanKind(), Start: strconv.FormatInt(s.StartTime().UnixNano(), 10), End: strconv.FormatInt(s.EndTime().UnixNano(), 10),
			Attributes: otlpAttrs(s.Attributes())}
		if p := s.Parent(); p.SpanID().IsValid() {
			o.ParentID = p.SpanID().String()
		}
		if s.Status().Code == codes.Error {
			o.Status.Code = 2
		}
		scope.Spans = append(scope.Spans, o)
	}
	res.Scopes = []otlpScope{scope}
	outcome := "sent"
	if err := e.post(ctx, map[string]any{"resourceSpans": []otlpResource{res}}); err != nil {
		outcome = "dropped"
		e.log.Warn("sending spans", "error", err)
	}
	e.metrics.spans.WithLabelValues(outcome).Add(float64(len(spans)))
	return nil
}

func (e *exporter) post(ctx context.Context, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	for k, v := range e.headers {
		req.Header.Set(k, v)
	}
	res, err := e.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	io.Copy(io.Discard, io.LimitReader(res.Body, 1<<20))
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("the collector answered %s", res.Status)
	}
	return nil
}

// Shutdown has nothing to end: every export is whole in itself.
func (e *exporter) Shutdown(context.Context) error { return nil }
