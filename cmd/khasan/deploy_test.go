package main

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"khasan"
	"khasan/server"
)

func readDeploy(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The files to deploy by name only variables that the program reads, addresses
// that it has, and the port it listens on.
func TestDeployFiles(t *testing.T) {
	source, err := os.ReadFile("serve.go")
	if err != nil {
		t.Fatal(err)
	}
	variable := regexp.MustCompile(`\b(?:KHASAN|YENTE|OTEL)_[A-Z_]+`)
	read := map[string]bool{"KHASAN_DATA": true} // read by all verbs
	for _, v := range variable.FindAllString(string(source), -1) {
		read[v] = true
	}
	for _, name := range []string{"Dockerfile", "compose.yaml", "khasan.service", "kubernetes/khasan.yaml"} {
		for _, v := range variable.FindAllString(string(readDeploy(t, name)), -1) {
			if !read[v] {
				t.Errorf("%s sets %s, which nothing reads", name, v)
			}
		}
	}

	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.New(eng, server.Config{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := 0
	dec := yaml.NewDecoder(bytes.NewReader(readDeploy(t, "kubernetes/khasan.yaml")))
	dec.KnownFields(true)
	for {
		var doc struct {
			APIVersion string `yaml:"apiVersion"`
			Kind       string
			Metadata   map[string]any
			Spec       yaml.Node
		}
		if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		kinds++
		if doc.Kind != "Deployment" {
			continue
		}
		var spec struct {
			Template struct {
				Spec struct {
					SecurityContext struct {
						RunAsNonRoot bool  `yaml:"runAsNonRoot"`
						RunAsUser    int64 `yaml:"runAsUser"`
					} `yaml:"securityContext"`
					Containers []struct {
						Args  []string
						Env   []struct{ Name, Value string }
						Ports []struct {
							ContainerPort int `yaml:"containerPort"`
						}
						StartupProbe, ReadinessProbe, LivenessProbe struct {
							HTTPGet struct{ Path, Port string } `yaml:"httpGet"`
						} `yaml:",omitempty"`
						SecurityContext struct {
							ReadOnly bool `yaml:"readOnlyRootFilesystem"`
						} `yaml:"securityContext"`
					}
				}
			}
		}
		if err := doc.Spec.Decode(&spec); err != nil {
			t.Fatal(err)
		}
		pod := spec.Template.Spec
		c := pod.Containers[0]
		if !pod.SecurityContext.RunAsNonRoot || pod.SecurityContext.RunAsUser == 0 || !c.SecurityContext.ReadOnly || strings.Join(c.Args, " ") != "serve" || c.Ports[0].ContainerPort != 8000 {
			t.Errorf("the pod: %+v", pod)
		}
	}
	if kinds != 3 {
		t.Errorf("%d documents in the manifests, want 3", kinds)
	}
	for _, m := range regexp.MustCompile(`path: (/[a-z]+)`).FindAllStringSubmatch(string(readDeploy(t, "kubernetes/khasan.yaml")), -1) {
		rec := httptest.NewRecorder()
		s.Handler().ServeHTTP(rec, httptest.NewRequest("GET", m[1], nil))
		if rec.Code != 200 {
			t.Errorf("the probe %s is answered with %d", m[1], rec.Code)
		}
	}
	var compose map[string]any
	if err := yaml.Unmarshal(readDeploy(t, "compose.yaml"), &compose); err != nil {
		t.Error(err)
	}
}

// The unit is one that systemd takes, where systemd is there to say so.
func TestUnit(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("no systemd-analyze on this machine")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	unit := filepath.Join(t.TempDir(), "khasan.service")
	if err := os.WriteFile(unit, bytes.ReplaceAll(readDeploy(t, "khasan.service"), []byte("/usr/local/bin/khasan"), []byte(self)), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("systemd-analyze", "verify", unit).CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
}

// -probe says by its exit code whether the service is ready.
func TestProbe(t *testing.T) {
	status := http.StatusOK
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	defer ts.Close()
	_, port, err := net.SplitHostPort(ts.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	o := &serveFlags{addr: "0.0.0.0:" + port}
	if err := o.askReady(t.Context()); err != nil {
		t.Errorf("ready: %v", err)
	}
	status = http.StatusServiceUnavailable
	if o.askReady(t.Context()) == nil {
		t.Error("503 counts as ready")
	}
	ts.Close()
	if o.askReady(t.Context()) == nil {
		t.Error("nothing there counts as ready")
	}
}
