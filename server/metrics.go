package server

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the service's numbers, each server with a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	inFlight prometheus.Gauge
	panics   prometheus.Counter
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	refused  *prometheus.CounterVec
	answers  *prometheus.CounterVec
	swaps    *prometheus.CounterVec
	logins   *prometheus.CounterVec
	spans    *prometheus.CounterVec
	lists    *prometheus.GaugeVec
	parties  *prometheus.GaugeVec
	names    *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		inFlight: prometheus.NewGauge(prometheus.GaugeOpts{Name: "khasan_http_in_flight", Help: "Requests being answered."}),
		panics:   prometheus.NewCounter(prometheus.CounterOpts{Name: "khasan_http_panics_total", Help: "Panics caught while answering."}),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_http_requests_total", Help: "Requests answered."}, []string{"route", "method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "khasan_http_request_seconds", Help: "How long answers took.",
			Buckets: []float64{.0005, .001, .002, .005, .01, .02, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_refused_total", Help: "Requests refused, by reason: key, scope, rate, busy, connections."}, []string{"reason"}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_answers_total", Help: "Answers by question and outcome."}, []string{"question", "outcome"}),
		swaps:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_reloads_total", Help: "Reloads of the data, by outcome: swapped, unchanged, failed."}, []string{"outcome"}),
		logins:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_logins_total", Help: "Log-ins by OIDC, by outcome."}, []string{"outcome"}),
		spans:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "khasan_trace_spans_total", Help: "Spans for the OpenTelemetry collector: sent, dropped."}, []string{"outcome"}),
		lists:   prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "khasan_list_date_seconds", Help: "The list's own date, as Unix time."}, []string{"list"}),
		parties: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "khasan_list_parties", Help: "Parties that the list names."}, []string{"list"}),
		names:   prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "khasan_list_names", Help: "Names and aliases that the list has."}, []string{"list"}),
	}
	m.registry.MustRegister(m.inFlight, m.panics, m.requests, m.seconds, m.refused, m.answers, m.swaps, m.logins, m.spans, m.lists, m.parties, m.names,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// knownMethod is the method, or "other": a client cannot make up labels.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch:
		return method
	}
	return "other"
}

// observe counts one answer.
func (m *metrics) observe(route, method string, status int, took time.Duration) {
	method = knownMethod(method)
	if status == 0 {
		status = http.StatusOK
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
