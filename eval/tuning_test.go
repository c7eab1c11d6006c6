package eval_test

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"khasan/eval"
)

// TestTune counts by hand.
func TestTune(t *testing.T) {
	pairs := []eval.Pair{{Match: true, Score: .9}, {Match: true, Score: .6}, {Match: true, Score: .3}, {Score: .65}, {Score: .1}, {Score: .05}}
	got := eval.Tune(pairs)
	if got.Pairs != 6 || got.True != 3 || len(got.Points) != 99 {
		t.Fatalf("%+v", got)
	}
	p := got.Points[49]
	if p.Threshold != .5 || p.TP != 2 || p.FP != 1 || p.FN != 1 || p.TN != 2 || p.FalseHits() != 1.0/3 {
		t.Errorf("at 0.50: %+v", p)
	}
	if b := got.Bins[6]; b.N != 2 || b.True != 1 || b.Share() != .5 || b.Mean != .625 {
		t.Errorf("scores of 0.6 to 0.7: %+v", b)
	}
	if want := (.01 + .16 + .49 + .4225 + .01 + .0025) / 6; got.Brier < want-1e-9 || got.Brier > want+1e-9 {
		t.Errorf("Brier score %f, want %f", got.Brier, want)
	}
	day := time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	a := eval.TuneAlerts(day.AddDate(0, 0, -30), day, []eval.AlertScore{{.55, "cleared"}, {.62, "confirmed"}, {.71, "open"}, {.93, "confirmed"}})
	if len(a.Points) != 50 || a.Points[0].Raised != 4 {
		t.Fatalf("%d points, the first %+v", len(a.Points), a.Points[0])
	}
	if p := a.Points[20]; p != (eval.AlertPoint{Threshold: .7, Raised: 2, Confirmed: 1, Waiting: 1, Lost: 1}) {
		t.Errorf("alerts at 0.70: %+v", p)
	}
	a.Questions, a.Asked = 3, []eval.AskedPoint{{.25, 2, 5}, {.26, 1, 2}}
	got.Alerts = a
	var page bytes.Buffer
	if err := eval.WriteTuning(&page, got, "a <title>"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a &lt;title&gt;", "Recall, precision", "33.3 %", "confirmed ones lost", "3 recorded questions"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	// Every drawing is well-formed and inside its frame.
	parts := strings.Split(page.String(), "<svg")[1:]
	if len(parts) != 5 {
		t.Errorf("%d drawings", len(parts))
	}
	for _, s := range parts {
		d := xml.NewDecoder(strings.NewReader("<svg" + s[:strings.Index(s, "</svg>")+6]))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
}
