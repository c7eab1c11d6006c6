package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"khasan/entity"
)

// A fieldError is one fault of a request in the list form that FastAPI's
// clients read: {"detail":[{"type","loc","msg","input","ctx"}]}, status 422.
type fieldError struct {
	Type  string         `json:"type"`
	Loc   []any          `json:"loc"`
	Msg   string         `json:"msg"`
	Input any            `json:"input"`
	Ctx   map[string]any `json:"ctx,omitempty"`
}

func writeInvalid(w http.ResponseWriter, errs []fieldError) {
	writeJSON(w, http.StatusUnprocessableEntity, map[string]any{"detail": errs})
}

// params reads a query string and collects every fault, in the order asked.
type params struct {
	q    url.Values
	errs []fieldError
}

func (p *params) fail(typ, name, msg string, input any, ctx map[string]any) {
	p.errs = append(p.errs, fieldError{Type: typ, Loc: []any{"query", name}, Msg: msg, Input: input, Ctx: ctx})
}

// last is the value of a parameter that may be given once: the last one wins.
func (p *params) last(name string) (string, bool) {
	v := p.q[name]
	if len(v) == 0 {
		return "", false
	}
	return v[len(v)-1], true
}

func (p *params) str(name, def string) string {
	if v, ok := p.last(name); ok {
		return v
	}
	return def
}

func (p *params) all(name string) []string { return p.q[name] }

// atMost is a repeatable parameter with a bound on how often.
func (p *params) atMost(name string, n int) []string {
	v := p.q[name]
	if len(v) > n {
		p.fail("too_long", name, fmt.Sprintf("List should have at most %d items after validation, not %d", n, len(v)), v,
			map[string]any{"field_type": "List", "max_length": n, "actual_length": len(v)})
	}
	return v
}

func (p *params) integer(name string, def, ge, le int) int {
	s, ok := p.last(name)
	if !ok {
		return def
	}
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil {
		// A whole number written as a decimal ("5.0") is one.
		if f, ferr := strconv.ParseFloat(strings.TrimSpace(s), 64); ferr == nil && f == math.Trunc(f) && math.Abs(f) < 1e9 {
			n = int(f)
		} else {
			p.fail("int_parsing", name, "Input should be a valid integer, unable to parse string as an integer", s, nil)
			return def
		}
	}
	switch {
	case n < ge:
		p.fail("greater_than_equal", name, fmt.Sprintf("Input should be greater than or equal to %d", ge), s, map[string]any{"ge": ge})
		return def
	case n > le:
		p.fail("less_than_equal", name, fmt.Sprintf("Input should be less than or equal to %d", le), s, map[string]any{"le": le})
		return def
	}
	return n
}

func (p *params) number(name string, def float64) float64 {
	s, ok := p.last(name)
	if !ok {
		return def
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		p.fail("float_parsing", name, "Input should be a valid number, unable to parse string as a number", s, nil)
		return def
	}
	return f
}

func (p *params) boolean(name string, def bool) bool {
	if v := p.maybeBool(name); v != nil {
		return *v
	}
	return def
}

func (p *params) maybeBool(name string) *bool {
	s, ok := p.last(name)
	if !ok {
		return nil
	}
	yes := true
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "t", "1", "yes", "y", "on":
	case "false", "f", "0", "no", "n", "off":
		yes = false
	default:
		p.fail("bool_parsing", name, "Input should be a valid boolean, unable to interpret input", s, nil)
		return nil
	}
	return &yes
}

func (p *params) pattern(name string, re *regexp.Regexp) string {
	s, ok := p.last(name)
	if !ok {
		return ""
	}
	if !re.MatchString(s) {
		p.fail("string_pattern_mismatch", name, fmt.Sprintf("String should match pattern '%s'", re), s, map[string]any{"pattern": re.String()})
		return ""
	}
	return s
}

// oneOf is a parameter with a closed set of values.
func (p *params) oneOf(name, def string, values ...string) string {
	s, ok := p.last(name)
	if !ok {
		return def
	}
	if !slices.Contains(values, s) {
		quoted := make([]string, len(values))
		for i, v := range values {
			quoted[i] = "'" + v + "'"
		}
		want := strings.Join(quoted[:len(quoted)-1], ", ") + " or " + quoted[len(quoted)-1]
		p.fail("literal_error", name, "Input should be "+want, s, map[string]any{"expected": want})
		return def
	}
	return s
}

// errLetters says that a text is not UTF-8: what its broken letters stand for
// is not known, and a name without them is another name.
var errLetters = errors.New("the text is not UTF-8")

// maxValues bounds the names, and the numbers, of one party asked about: each
// is looked for on its own.
const maxValues = 1000

// checkValues says whether a party has no more than may be asked at once.
func checkValues(x *entity.Entity) error {
	if len(x.Names) > maxValues {
		return fmt.Errorf("%d names for one party; at most %d can be asked at once", len(x.Names), maxValues)
	}
	if len(x.IDs) > maxValues {
		return fmt.Errorf("%d numbers for one party; at most %d can be asked at once", len(x.IDs), maxValues)
	}
	return nil
}

// checkDepth refuses JSON that nests deeper than max before it is decoded: a
// decoder's stack grows with every level.
func checkDepth(b []byte, max int) error {
	depth, inText := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case inText:
			switch c {
			case '\\':
				i++
			case '"':
				inText = false
			}
		case c == '"':
			inText = true
		case c == '{' || c == '[':
			if depth++; depth > max {
				return errTooDeep
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return nil
}

// jsonFault says where JSON is broken, as FastAPI does.
func jsonFault(b []byte, err error) fieldError {
	pos := 0
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Offset > 0:
		pos = int(syntax.Offset) - 1
	case errors.Is(err, io.ErrUnexpectedEOF):
		pos = len(b)
	}
	return fieldError{Type: "json_invalid", Loc: []any{"body", pos}, Msg: "JSON decode error", Input: map[string]any{}, Ctx: map[string]any{"error": err.Error()}}
}
