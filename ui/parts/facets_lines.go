package parts

// The measures of a list of facets.
const (
	facetHeight float32 = 25 // of a line
	facetGap    float32 = 11 // above a title
	facetTop    float32 = 8  // above the first
	facetLeft   float32 = 14
	facetRight  float32 = 8
	facetInset  float32 = 8 // from a line's ground to its words
)

// facetKind is what a line is.
type facetKind int

const (
	facetTitle facetKind = iota + 1
	facetItem
	facetMore
)

// facetID names a line whatever stands above it.
type facetID struct {
	kind       facetKind
	title, key string
}

// facetLine is one line, ready to paint.
type facetLine struct {
	id          facetID
	group       int
	text, count string
	chosen      bool
	tone        Tone
	shape       Shape
	y           float32
}

// listFacets puts groups into lines. A group that was not opened shows its
// first items and what is chosen beyond them.
func listFacets(groups []FacetGroup, opened map[string]bool, more func(n int) string) []facetLine {
	var lines []facetLine
	y := facetTop
	add := func(l facetLine) {
		l.y = y
		lines = append(lines, l)
		y += facetHeight
	}
	for i, g := range groups {
		if len(g.Items) == 0 {
			continue
		}
		if len(lines) > 0 {
			y += facetGap
		}
		add(facetLine{id: facetID{facetTitle, g.Title, ""}, group: i, text: g.Title})
		all, left := more == nil || opened[g.Title], 0
		for n, item := range g.Items {
			if !all && n >= facetsFirst && !item.Chosen {
				left++
				continue
			}
			add(facetLine{
				id: facetID{facetItem, g.Title, item.Key}, group: i,
				text: item.Label, count: item.Count, chosen: item.Chosen, tone: item.Tone, shape: item.Shape,
			})
		}
		if left > 0 {
			add(facetLine{id: facetID{facetMore, g.Title, ""}, group: i, text: more(left), tone: Soft})
		}
	}
	return lines
}

// height is that of all lines.
func (f *Facets) height() float32 {
	if len(f.lines) == 0 {
		return 0
	}
	return f.lines[len(f.lines)-1].y + facetHeight + facetGap
}

// lineAt is the line at a height in the body, -1 for none.
func (f *Facets) lineAt(y float32) int {
	for i, l := range f.lines {
		if y >= l.y && y < l.y+facetHeight {
			return i
		}
	}
	return -1
}
