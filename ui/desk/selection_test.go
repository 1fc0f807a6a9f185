package desk

import (
	"cmp"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// TestASelectionComesToWhatItsUploadsComeToOneByOne sums up uploads of which some wait for an answer, and counts
// the same by hand.
func TestASelectionComesToWhatItsUploadsComeToOneByOne(t *testing.T) {
	statuses := []string{string(api.Uploaded), string(api.Publishing), string(api.Published), string(api.Errored), statusToSend, statusStopped, statusRefused, statusNotListed, statusUnknown}
	rapid.Check(t, func(t *rapid.T) {
		s := plainSeat()
		s.d = &Desk{presets: firstPresets()}
		s.removing, s.wanted, s.items = map[int64]*ledger.Item{}, map[int64][]*ledger.Item{}, map[int64]*ledger.Item{}
		if rapid.Bool().Draw(t, "doubted") {
			s.items[1] = &ledger.Item{Kind: ledger.Publish, Job: 2, State: ledger.Unknown}
		}
		kept := map[int64]*ledger.Upload{}
		for range rapid.IntRange(0, 60).Draw(t, "uploads") {
			u := some(t, rapid.Int64Range(10, 60).Draw(t, "row"))
			u.Status = rapid.SampledFrom(statuses).Draw(t, "status")
			u.UploadID *= rapid.Int64Range(0, 1).Draw(t, "there")
			u.Source = rapid.SampledFrom([]string{"", "/a.wav"}).Draw(t, "source")
			u.Problem = rapid.SampledFrom([]string{"", "", "no audio", "no such file"}).Draw(t, "problem")
			kept[u.Row] = u
			s.keep(u)
			switch rapid.IntRange(0, 9).Draw(t, "asked for") {
			case 0:
				s.removing[u.Row] = &ledger.Item{}
			case 1:
				s.wanted[u.Row] = []*ledger.Item{{Kind: ledger.SetFormats, Formats: "wav"}}
			case 2:
				s.wanted[u.Row] = []*ledger.Item{{Kind: ledger.SetMeta}}
			}
		}
		s.list.by(rapid.SampledFrom([]Column{"", ColumnTitle}).Draw(t, "sorted by"))
		s.list.find(rapid.SampledFrom([]string{"", "dub"}).Draw(t, "filter"))
		s.list.choose(rapid.SliceOfDistinct(rapid.Int64Range(10, 60), rapid.ID).Draw(t, "chosen"))
		slots := slices.Collect(s.list.selected())
		got, want := s.totals(slots), &totals{all: map[string]int{}, open: map[string]int{}}
		doubted := s.doubtedJobs()
		titles := map[string]bool{}
		for _, slot := range slots {
			u := kept[s.list.ids[slot]]
			want.all[s.formatsOf(u)]++
			titles[u.Meta.Get("Title")] = true
			if s.takes(u) {
				want.open[s.formatsOf(u)]++
				want.opened++
			}
			if u.Status == string(api.Errored) {
				want.errored++
			}
			if u.Problem != "" {
				want.problems++
				want.problem = cmp.Or(want.problem, u.Problem)
			}
			if s.removing[u.Row] != nil {
				continue
			}
			switch {
			case doubted[u.Job] && (u.UploadID != 0 || u.Status == statusNotListed):
				want.removal.kept++
			case u.UploadID != 0 && (u.Status == string(api.Uploaded) || u.Status == string(api.Errored)):
				want.removal.there++
				if u.Source == "" {
					want.removal.others++
				}
			case slices.Contains([]string{statusToSend, statusStopped, statusRefused, statusNotListed}, u.Status):
				want.removal.here++
			default:
				want.removal.kept++
			}
		}
		if n, _ := got.fields.Values(0); n != len(titles) {
			t.Fatalf("%d titles, want %v", n, titles)
		}
		got.fields = nil
		if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(totals{}, removal{})); diff != "" {
			t.Fatal(diff)
		}
	})
}
