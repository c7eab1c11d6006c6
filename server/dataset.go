package server

import (
	"fmt"
	"slices"
)

// A dataset is one entry of the catalogue, in the field names of the
// FollowTheMoney catalogue format.
type dataset struct {
	Name        string   `json:"name" yaml:"name"`
	Title       string   `json:"title" yaml:"title"`
	Summary     *string  `json:"summary,omitempty" yaml:"summary"`
	Description *string  `json:"description,omitempty" yaml:"description"`
	URL         *string  `json:"url,omitempty" yaml:"-"`
	UpdatedAt   *string  `json:"updated_at,omitempty" yaml:"updated_at"`
	LastExport  *string  `json:"last_export,omitempty" yaml:"last_export"`
	Version     *string  `json:"version" yaml:"version"`
	Category    *string  `json:"category,omitempty" yaml:"category"`
	Hidden      bool     `json:"hidden,omitempty" yaml:"hidden"`
	EntityCount *int     `json:"entity_count,omitempty" yaml:"entity_count"`
	ThingsCount *int     `json:"thing_count,omitempty" yaml:"thing_count"`
	Tags        []string `json:"tags,omitempty" yaml:"tags"`
	Publisher   any      `json:"publisher,omitempty" yaml:"publisher"`
	Coverage    any      `json:"coverage,omitempty" yaml:"coverage"`
	Resources   []any    `json:"resources" yaml:"resources"`
	Children    []string `json:"children" yaml:"children"`
	// Datasets is the older word for Children.
	Datasets     []string `json:"-" yaml:"datasets"`
	Load         bool     `json:"load" yaml:"-"`
	EntitiesURL  *string  `json:"entities_url" yaml:"entities_url"`
	DeltaURL     *string  `json:"delta_url" yaml:"delta_url"`
	Namespace    bool     `json:"namespace" yaml:"namespace"`
	IndexVersion *string  `json:"index_version"`
	IndexCurrent bool     `json:"index_current"`

	// Not shown: where the file is, and what lets us read it.
	path      string
	authToken string
	implied   bool // made up by the service, and not in its catalogue
}

// datasets is the catalogue: data sets by name, collections with what is in
// them.
type datasets struct {
	list   []*dataset
	byName map[string]*dataset
}

// add puts in one data set; two of one name are an error.
func (d *datasets) add(x *dataset) error {
	if d.byName == nil {
		d.byName = map[string]*dataset{}
	}
	if x.Name == "" {
		return fmt.Errorf("a data set needs a name")
	}
	if d.byName[x.Name] != nil {
		return fmt.Errorf("two data sets are named %q", x.Name)
	}
	for _, c := range x.Datasets {
		if !slices.Contains(x.Children, c) {
			x.Children = append(x.Children, c)
		}
	}
	if x.Children == nil {
		x.Children = []string{}
	}
	if x.Resources == nil {
		x.Resources = []any{}
	}
	if x.Title == "" {
		x.Title = x.Name
	}
	d.byName[x.Name] = x
	d.list = append(d.list, x)
	return nil
}

// within is the data set and all that is in it, however deep.
func (d *datasets) within(name string) map[string]bool {
	out := map[string]bool{}
	var walk func(string)
	walk = func(n string) {
		if out[n] {
			return
		}
		out[n] = true
		if x := d.byName[n]; x != nil {
			for _, c := range x.Children {
				walk(c)
			}
		}
	}
	walk(name)
	return out
}

// scope is the names to look in: the data set asked for with all in it, cut
// down to those included, less those excluded. ok is false when there is no
// such data set.
func (d *datasets) scope(name string, include, exclude []string) (names map[string]bool, ok bool) {
	if d.byName[name] == nil {
		return nil, false
	}
	names = d.within(name)
	if len(include) > 0 {
		in := map[string]bool{}
		for _, n := range include {
			for m := range d.within(n) {
				in[m] = true
			}
		}
		for n := range names {
			if !in[n] {
				delete(names, n)
			}
		}
	}
	for _, n := range exclude {
		for m := range d.within(n) {
			delete(names, m)
		}
	}
	return names, true
}

// title is the words for a data set.
func (d *datasets) title(name string) string {
	if x := d.byName[name]; x != nil {
		return x.Title
	}
	return name
}
