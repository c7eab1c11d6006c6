package server

import (
	"math"
	"net/http"
	"slices"
	"strings"

	"khasan"
	"khasan/entity"
	"khasan/match"
)

// An algorithm is a name under which clients ask for a way of scoring. There
// is one scorer; the names differ in which facts of the query it is given.
// Scores are not the same floats as those of the programs the names come from.
type algorithm struct {
	name, description string
	namesOnly         bool // nothing but names is compared
	qualified         bool // names, and dates and countries that speak against
	config            bool // takes the nm_ settings
	own               bool // scores are Khasan's own probabilities
}

const scorerNote = " Served by Khasan's own scorer on the scale of this interface, where 0.7 asks for a person to look; the figures are not those of the program the name comes from."

// alarm is the score at which clients of this interface have a person look.
const alarm = .7

// scale writes a probability as a score of this interface: what asks for a
// review by Khasan's own scale (match.ReviewAt) is what asks for one here.
// Straight lines on both sides keep the order, 0 and 1. Without it a client
// that moves over with its threshold of 0.7 would lose every review: a name
// without its patronymic is one.
func (a *algorithm) scale(p float64) float64 {
	switch {
	case a.own:
		return p
	case p < match.ReviewAt:
		p *= alarm / match.ReviewAt
	default:
		p = alarm + (p-match.ReviewAt)*(1-alarm)/(1-match.ReviewAt)
	}
	return math.Round(p*1e4) / 1e4
}

// probability is the inverse of scale.
func (a *algorithm) probability(score float64) float64 {
	switch {
	case a.own:
		return score
	case score < alarm:
		return score * match.ReviewAt / alarm
	}
	return match.ReviewAt + (score-alarm)*(1-match.ReviewAt)/(1-alarm)
}

func algorithmList() []algorithm {
	return []algorithm{
		{name: "logic-v2", description: "Names, dates, countries, numbers and other facts, weighed as evidence for and against." + scorerNote, config: true},
		{name: "logic-v1", description: "Names, dates, countries, numbers and other facts." + scorerNote},
		{name: "name-based", description: "Names alone." + scorerNote, namesOnly: true},
		{name: "name-qualified", description: "Names, and dates, countries and genders that speak against." + scorerNote, qualified: true},
		{name: "regression-v1", description: "Names, dates, countries, numbers and other facts." + scorerNote},
		{name: "ofac", description: "Names alone." + scorerNote, namesOnly: true},
		{name: "khasan", description: "Khasan's scorer under its own name: a sum of named terms, read as a probability: 0.5 asks for a review, 0.7 is a match. Same order as logic-v2.", config: true, own: true},
	}
}

// findAlgorithm finds a way of scoring by name, in any case; "best" is what
// the service calls so.
func (s *Server) findAlgorithm(name string) (algorithm, bool) {
	if strings.EqualFold(name, "best") {
		name = s.cfg.BestAlgorithm
	}
	return findAlgorithm(name)
}

func findAlgorithm(name string) (algorithm, bool) {
	for _, a := range algorithmList() {
		if strings.EqualFold(a.name, name) {
			return a, true
		}
	}
	return algorithm{}, false
}

// A setting is one entry of the configuration that clients of logic-v2 send.
// It is checked and accepted; the scorer has no counterpart to turn.
type setting struct {
	Type        string `json:"type"`
	Description string `json:"description"`
	Default     any    `json:"default"`
}

func settings() map[string]setting {
	const note = " Accepted for compatibility, without effect."
	return map[string]setting{
		"nm_name_property":        {"string", "The property to compare names with." + note, nil},
		"nm_number_mismatch":      {"float", "What a differing number in a name costs." + note, .3},
		"nm_extra_query_name":     {"float", "What a word of the query without counterpart costs." + note, .8},
		"nm_extra_result_name":    {"float", "What a word of the result without counterpart costs." + note, .2},
		"nm_family_name_weight":   {"float", "How much a family name weighs." + note, 1.3},
		"nm_fuzzy_cutoff_factor":  {"float", "How far words may differ." + note, 1.0},
		"nm_exclude_stopwords":    {"bool", "Whether to leave words of little meaning out." + note, false},
		"nm_fuzzy_cutoff_minimum": {"float", "How far words may differ at least." + note, nil},
	}
}

// featureDocs describes the terms of the score, and which of the field's
// names for evidence weigh which of them.
func featureDocs() map[string]featureDoc {
	return map[string]featureDoc{
		"name_match":        {"How well the names agree: words shared, by how rare they are, against words left over.", 1},
		"birth":             {"What birth dates, or days of founding or building, say.", 1},
		"death":             {"What dates of death say.", 1},
		"country":           {"What countries say.", 1},
		"birth_place":       {"What places of birth say.", 1},
		"gender":            {"What genders say.", 1},
		"number":            {"What passports, registration numbers, IMO numbers and other identifiers say.", 1},
		"kind":              {"What the kinds of party say.", 1},
		"country_mismatch":  {"As in logic-v2; weighs the term country when it speaks against.", -.2},
		"dob_year_disjoint": {"As in logic-v2; weighs the term birth when it speaks against.", -.15},
		"dob_day_disjoint":  {"As in logic-v2; weighs the term birth when it speaks against.", -.25},
		"gender_mismatch":   {"As in logic-v2; weighs the term gender when it speaks against.", -.2},
		"identifier_match":  {"As in logic-v2; weighs the term number when it speaks for.", .85},
	}
}

type featureDoc struct {
	Description string
	Coefficient float64
}

func (s *Server) algorithms(w http.ResponseWriter, r *http.Request) {
	var out []map[string]any
	for _, a := range algorithmList() {
		if slices.Contains(s.cfg.HiddenAlgorithms, a.name) {
			continue
		}
		features, docs := map[string]any{}, map[string]any{}
		for n, f := range featureDocs() {
			if a.namesOnly && n != "name_match" {
				continue
			}
			features[n] = map[string]any{"description": f.Description, "coefficient": f.Coefficient, "url": nil}
			docs[n] = map[string]any{"description": f.Description, "coefficient": f.Coefficient, "url": nil}
		}
		config := map[string]setting{}
		if a.config {
			config = settings()
		}
		out = append(out, map[string]any{"name": a.name, "description": a.description, "features": features,
			"docs": map[string]any{"name": a.name, "description": a.description, "config": config, "features": docs}})
	}
	writeJSON(w, http.StatusOK, map[string]any{"algorithms": out, "default": s.cfg.DefaultAlgorithm, "best": s.cfg.BestAlgorithm})
}

// narrow leaves of a query what an algorithm looks at.
func (a *algorithm) narrow(x *entity.Entity) {
	if !a.namesOnly && !a.qualified {
		return
	}
	*x = entity.Entity{Schema: x.Schema, Names: x.Names, IDs: nil, Births: keepIf(a.qualified, x.Births), Deaths: keepIf(a.qualified, x.Deaths),
		Countries: keepIf(a.qualified, x.Countries), Genders: keepIf(a.qualified, x.Genders)}
}

func keepIf[T any](yes bool, v []T) []T {
	if yes {
		return v
	}
	return nil
}

// termGroup is the evidence a term of the score belongs to.
func termGroup(term string) string {
	switch term {
	case "birth", "death", "country", "birth_place", "gender", "number", "kind":
		return term
	}
	return "name_match"
}

// reweigh sums a hit's terms again with the client's weights: a weight given
// for a kind of evidence multiplies its terms by how it compares to the
// standard weight of that name. Score is unchanged without weights.
func reweigh(h *khasan.Hit, weights map[string]float64) float64 {
	if len(weights) == 0 {
		return h.Score
	}
	docs := featureDocs()
	factor := func(name string) (float64, bool) {
		w, ok := weights[name]
		if !ok || docs[name].Coefficient == 0 {
			return 1, false
		}
		return w / docs[name].Coefficient, true
	}
	var odds float64
	limit := math.Inf(1)
	for _, f := range h.Features {
		if strings.HasPrefix(f.Name, "cap_") {
			limit = logit(h.Score)
			continue
		}
		share := f.Value * f.Weight
		g := termGroup(f.Name)
		k, given := factor(g)
		if f.Name == "base" {
			k = 1 // what is believed before anything is compared has no weight
		} else if !given {
			var other []string
			switch {
			case g == "country" && share < 0:
				other = []string{"country_mismatch"}
			case g == "birth" && share < 0:
				other = []string{"dob_year_disjoint", "dob_day_disjoint"}
			case g == "gender" && share < 0:
				other = []string{"gender_mismatch"}
			case g == "number" && share > 0:
				other = []string{"identifier_match"}
			}
			for _, n := range other {
				if v, ok := factor(n); ok {
					k = v
				}
			}
		}
		odds += share * k
	}
	return math.Round(1e4/(1+math.Exp(-min(odds, limit)))) / 1e4
}

func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}

// An explanation is why one kind of evidence counted.
type explanation struct {
	Detail    string  `json:"detail"`
	Score     float64 `json:"score"`
	Query     *string `json:"query"`
	Candidate *string `json:"candidate"`
}

// explain gathers a hit's terms by kind of evidence. The score of name_match
// is what names alone give, on the algorithm's scale; of the rest, their share
// of the log-odds.
func explain(h *khasan.Hit, a *algorithm) map[string]explanation {
	out := map[string]explanation{}
	var names float64
	var details []string
	for _, f := range h.Features {
		share := f.Value * f.Weight
		g := termGroup(f.Name)
		if g == "name_match" {
			names += share
			if f.Detail != "" && f.Name != "base" && !slices.Contains(details, f.Detail) {
				details = append(details, f.Detail)
			}
			continue
		}
		if f.Value != 0 {
			out[g] = explanation{Detail: f.Detail, Score: math.Round(share*1e4) / 1e4}
		}
	}
	if h.Name == "" { // found by a number; no names were compared
		if n, ok := out["number"]; ok && h.Query != "" {
			n.Query = &h.Query
			out["number"] = n
		}
		return out
	}
	e := explanation{Detail: strings.Join(details, "; "), Score: a.scale(math.Round(1e4/(1+math.Exp(-names))) / 1e4)}
	if h.Query != "" {
		e.Query = &h.Query
	}
	e.Candidate = &h.Name
	if e.Detail == "" {
		e.Detail = h.Query + " ~ " + h.Name
	}
	out["name_match"] = e
	return out
}
