package document

import (
	"context"
	"strings"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
)

// What is asked of the article that is found in a page before the rest is
// marked as boilerplate: a page that is all list or table has none.
const (
	maxArticlePage  = 2 << 20 // bytes; larger pages are not searched
	maxArticleNodes = 50_000
	minArticleShare = 3 // of the text at least one third
	minArticleText  = 400
)

// markMain marks the paragraphs that are not part of the page's article. The
// words of the article are found by readability; everything stays in the text,
// because a tenth of an article's own words are outside of what it finds.
func markMain(ctx context.Context, d *Document, page string) {
	if len(page) > maxArticlePage || ctx.Err() != nil {
		return
	}
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return
	}
	p := readability.NewParser()
	p.MaxElemsToParse = maxArticleNodes
	p.DisableJSONLD = true
	article, err := p.ParseAndMutate(root, nil)
	if err != nil || article.Node == nil {
		return
	}
	var b strings.Builder
	if err := article.RenderHTML(&b); err != nil {
		return
	}
	found := &Document{}
	if err := readHTMLText(ctx, found, b.String(), maxArticleNodes); err != nil {
		return
	}
	inside := map[string]bool{}
	for _, k := range found.Blocks {
		inside[found.Text[k.Start:k.End]] = true
	}
	all, held := 0, 0
	for _, k := range d.Blocks {
		if k.Zone == "" || k.Zone == Main {
			all += k.End - k.Start
			if inside[d.Text[k.Start:k.End]] {
				held += k.End - k.Start
			}
		}
	}
	if held < minArticleText || held*minArticleShare < all {
		return
	}
	for i := range d.Blocks {
		k := &d.Blocks[i]
		if (k.Kind == Paragraph || k.Kind == Item) && k.Zone == Main && !inside[d.Text[k.Start:k.End]] {
			k.Zone = Boilerplate
		}
	}
}
