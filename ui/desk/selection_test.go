package desk

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// TestALargeSelectionComesToTheSameInTwoHalvesAsInOneGo sums up many uploads of which some differ from the rest.
func TestALargeSelectionComesToTheSameInTwoHalvesAsInOneGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := plainSeat()
		s.d = &Desk{presets: firstPresets()}
		title := rapid.SampledFrom([]string{"Dub Beat", "Dub Beat %d"}).Draw(t, "title")
		odd := map[int]*ledger.Upload{}
		for n := range rapid.IntRange(0, 8).Draw(t, "odd ones") {
			u := some(t, 0)
			u.Source = rapid.SampledFrom([]string{"", "/a.wav"}).Draw(t, "source")
			u.Problem = fmt.Sprintf("problem %d", n)
			odd[rapid.IntRange(0, splitFrom).Draw(t, "at")] = u
		}
		for n := range splitFrom + 1 {
			name := title
			if title != "Dub Beat" {
				name = fmt.Sprintf(title, n)
			}
			u := &ledger.Upload{Job: 2, UploadID: int64(n + 1), Status: string(api.Uploaded), Formats: "mp3", Source: "/b.wav", Meta: ledger.NewMeta(map[string]string{"Title": name, "BPM": fmt.Sprint(n % 1500)})}
			if odd[n] != nil {
				u = odd[n]
			}
			u.Row = int64(n + 1)
			s.keep(u)
		}
		s.list.view()
		slots := slices.Clone(s.list.shown)
		one, two := s.totalsOf(slots), s.totals(slots)
		if diff := cmp.Diff(one.all.lists(), two.all.lists()) + cmp.Diff(one.open.lists(), two.open.lists()) +
			cmp.Diff(one.fields.views(), two.fields.views()) + cmp.Diff(one.removal.there, two.removal.there) + cmp.Diff(one.removal.here, two.removal.here) +
			cmp.Diff(one.problem, two.problem); diff != "" {
			t.Fatal(diff)
		}
		if one.all.n != two.all.n || one.open.n != two.open.n || one.errored != two.errored || one.problems != two.problems ||
			one.removal.kept != two.removal.kept || one.removal.others != two.removal.others {
			t.Fatalf("in one go %+v, in two halves %+v", one, two)
		}
	})
}
