package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// What is set at the edge reaches the service: what is wrong with it stops the
// start and says what.
func TestServeSettings(t *testing.T) {
	for _, c := range []struct {
		name string
		args []string
		env  map[string]string
		code int
		want string
	}{
		{"log-in without an address to come back to", []string{"-oidc-issuer", "https://i.example", "-oidc-client", "c"}, nil, exitError, "public address"},
		{"log-in without a client", []string{"-oidc-issuer", "https://i.example", "-public-url", "https://k.example"}, nil, exitError, "client id"},
		{"log-in by variables", nil, map[string]string{"KHASAN_OIDC_ISSUER": "https://i.example", "KHASAN_OIDC_CLIENT": "c"}, exitError, "public address"},
		{"a session key that is none", []string{"-oidc-issuer", "https://i.example", "-oidc-client", "c", "-public-url", "https://k.example"}, map[string]string{"KHASAN_SESSION_KEY": "xyz"}, exitUsage, "KHASAN_SESSION_KEY"},
		{"a collector without a scheme", []string{"-otlp", "collector:4318"}, nil, exitError, "collector"},
		{"a collector by the usual variable", nil, map[string]string{"OTEL_EXPORTER_OTLP_ENDPOINT": "collector:4318"}, exitError, "collector"},
		{"a variable of yente without effect", []string{"-otlp", "x"}, map[string]string{"YENTE_CRONTAB": "0 * * * *"}, exitError, "YENTE_CRONTAB"},
		{"a certificate without its key", []string{"-tls-cert", "x"}, nil, exitUsage, "-tls-key"},
		{"an algorithm that is none", []string{"-best-algorithm", "x"}, nil, exitError, `"x"`},
		{"a rate that is none", nil, map[string]string{"KHASAN_RATE": "fast"}, exitUsage, "KHASAN_RATE"},
	} {
		var errs bytes.Buffer
		p := &program{in: strings.NewReader(""), out: &bytes.Buffer{}, err: &errs, getenv: func(n string) string { return c.env[n] }}
		code := run(context.Background(), p, append([]string{"serve", "-addr", "127.0.0.1:0"}, c.args...))
		if code != c.code || !strings.Contains(errs.String(), c.want) {
			t.Errorf("%s: exit %d, want %d with %q in\n%s", c.name, code, c.code, c.want, errs.String())
		}
	}
}
