package ui

import (
	"fyne.io/fyne/v2"

	"pressroom/ui/desk"
	"pressroom/ui/desk/words"
	"pressroom/ui/parts"
)

// facetsWidth is how wide the facets are, and facetsFrom how wide the window must be to have room for them
// beside the table and the selection.
const facetsWidth, facetsFrom = 200, 1180

// facetsPanel narrows the table down, at the left.
type facetsPanel struct {
	object fyne.CanvasObject
	list   *parts.Facets
	groups []desk.FacetGroup
}

func newFacetsPanel(w *Window) *facetsPanel {
	p := &facetsPanel{list: parts.NewFacets()}
	p.list.More = func(n int) string { return words.N(n, "%d more…", "%d more…") }
	p.list.OnChoose = func(group int, key string, widen bool) {
		w.top.awaited = false
		w.Desk.Narrow(p.groups[group].Field, key, widen)
	}
	p.object = wide(facetsWidth, ground(parts.ColorGround, beside(p.list)))
	return p
}

func (p *facetsPanel) paint(v desk.View) {
	if !p.changed(v.Facets) {
		return
	}
	p.groups = v.Facets
	groups := make([]parts.FacetGroup, len(v.Facets))
	for g, group := range v.Facets {
		groups[g].Title = group.Title
		for _, i := range group.Items {
			groups[g].Items = append(groups[g].Items, parts.FacetItem{
				Key: i.Key, Label: i.Label, Count: words.Figure(i.Count), Chosen: i.Chosen, Tone: parts.Plain,
			})
		}
	}
	p.list.SetGroups(groups)
}

// changed says whether the groups are not those that are shown: the desk makes them anew only where
// something of them changed.
func (p *facetsPanel) changed(groups []desk.FacetGroup) bool {
	return len(groups) != len(p.groups) || len(groups) > 0 && &groups[0] != &p.groups[0]
}
