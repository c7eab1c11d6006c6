package main

import (
	"context"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"khasan"
)

// An agent asks over the protocol itself.
func TestTools(t *testing.T) {
	eng, err := khasan.Open("", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	here, there := mcp.NewInMemoryTransports()
	go newServer(eng).Run(ctx, here)
	c, err := mcp.NewClient(&mcp.Implementation{Name: "test"}, nil).Connect(ctx, there, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tools, err := c.ListTools(ctx, nil)
	if err != nil || len(tools.Tools) != 4 {
		t.Fatalf("tools: %v, %v", tools, err)
	}
	for _, c2 := range []struct {
		tool string
		args map[string]any
		want string
		bad  bool
	}{
		{"who", map[string]any{"name": "Ри Пён Чхоль", "country": "North Korea"}, `"band":"match"`, false},
		{"who", map[string]any{"name": "Erika Mustermann"}, `"miss"`, false},
		{"who", map[string]any{"name": "x", "birth": "yesterday"}, "YYYY", true},
		{"who", map[string]any{"name": ""}, "neither a name", true},
		{"what", map[string]any{"class": "coal", "from": "North Korea", "to": "China", "on": "2018-03-01"}, `"verdict":"barred"`, false},
		{"what", map[string]any{"class": "coal", "from": "Atlantis", "to": "China"}, "Atlantis", true},
		{"where", map[string]any{"text": "North Korea sold coal to China in March 2018."}, `"class":"coal"`, false},
		{"where", map[string]any{"text": " "}, "empty", true},
		{"explain", map[string]any{"id": "un-dprk-2371-8"}, "2371", false},
		{"explain", map[string]any{"id": "banana"}, "banana", true},
	} {
		res, err := c.CallTool(ctx, &mcp.CallToolParams{Name: c2.tool, Arguments: c2.args})
		if err != nil {
			t.Errorf("%s %v: %v", c2.tool, c2.args, err)
			continue
		}
		var text strings.Builder
		for _, p := range res.Content {
			if s, ok := p.(*mcp.TextContent); ok {
				text.WriteString(s.Text)
			}
		}
		if res.IsError != c2.bad || !strings.Contains(text.String(), c2.want) {
			t.Errorf("%s %v: error %v, %.300s", c2.tool, c2.args, res.IsError, text.String())
		}
	}
}
