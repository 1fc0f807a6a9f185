package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAPublishedJobIsListedInEveryShape(t *testing.T) {
	type named struct{ Upload, Track int64 }
	both := []named{{123, 9}, {124, 10}}
	for text, want := range map[string][]named{
		`{"uploads":[{"upload_id":123,"track_id":9},{"upload_id":"124","track_id":"10"}]}`: both,
		`{"tracks":[{"upload_id":123,"track_id":9},{"upload_id":124,"track_id":10}]}`:      both,
		`[{"upload_id":123,"track_id":9},{"upload_id":124,"track_id":10}]`:                 both,
		`{"123":{"track_id":9}, "124" : {"track_id":10} }`:                                 both,
		`{"uploads":{"123":{"track_id":9},"124":{"track_id":10}}}`:                         both,
		`{"tracks":{"123":{"track_id":9},"124":{"track_id":10}}}`:                          both,
		`{"result":"success","count":2,"123":{"track_id":9},"124":{"track_id":10}}`:        both,
		`{"count":0,"123":{"track_id":9},"124":{"track_id":10}}`:                           both,
		`{"uploads":[],"tracks":{"123":{"track_id":9},"124":{"track_id":10}}}`:             both,
		`{"0":{"upload_id":123,"track_id":9},"1":{"upload_id":124,"track_id":10}}`:         both,
		`{"uploads":{"0":{"track_id":9},"1":{"track_id":10}}}`:                             {{0, 9}, {0, 10}}, // places, not ids
		`{"tracks":{"9":{"track_id":9},"10":{"track_id":10}}}`:                             {{0, 9}, {0, 10}}, // by track_id
		`{"1":{"track_id":10}}`: {{1, 10}},
	} {
		var page Page
		if err := json.Unmarshal([]byte(text), &page); err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		var got []named
		for _, u := range page.Uploads {
			got = append(got, named{u.UploadID, u.TrackID})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{
		`{"123":9}`, `{"200":"OK"}`, `{"123":[]}`, `{"-1":{"track_id":9}}`, `{"1.5":{"track_id":9}}`, `{"job":{"track_id":9}}`,
		`{"0":{"status":"published"}}`, `{"123":{"upload_id":-1}}`, `[9,10]`, `{"123":{"track_id":true}}`,
	} {
		var page Page
		if err := json.Unmarshal([]byte(text), &page); err == nil {
			t.Errorf("%s is taken as %+v", text, page)
		}
	}
}

// Whatever a site counts, all that it lists comes, each once, and asking ends.
func TestListAllYieldsAllThatIsListedWhateverTheCountSays(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		total, most := rapid.IntRange(0, 9).Draw(rt, "total"), rapid.IntRange(1, 4).Draw(rt, "most")
		count := rapid.SampledFrom([]string{"", "0", "1", "page", "99"}).Draw(rt, "count")
		calls := 0
		c := fakeClient(t, func(r *http.Request) *http.Response {
			calls++
			pg, _ := strconv.Atoi(r.FormValue("pg"))
			page := Page{Show: most, Uploads: []Upload{}}
			for id := pg*most + 1; id <= min(total, (pg+1)*most); id++ {
				page.Uploads = append(page.Uploads, Upload{UploadID: int64(id)})
			}
			answer := map[string]any{"show": page.Show, "uploads": page.Uploads, "count": count}
			if count == "page" {
				answer["count"] = len(page.Uploads)
			}
			raw, _ := json.Marshal(answer)
			return fakeAnswer(200, nil, string(raw))
		})
		var got []int64
		for u, err := range c.ListAll(t.Context(), ListRequest{Show: most}) {
			if err != nil {
				rt.Fatal(err)
			}
			got = append(got, u.UploadID)
		}
		for id := range total {
			if !slices.Contains(got, int64(id+1)) {
				rt.Errorf("upload %d is missing in %v", id+1, got)
			}
		}
		if len(got) != total || calls > total/most+2 {
			rt.Errorf("%d of %d in %d calls", len(got), total, calls)
		}
	})
}

func TestASiteWithoutPagesWhoseCountIsWrongIsReadToItsEnd(t *testing.T) {
	for count, show := range map[int]int{0: 2, 1: 2, 2: 2, 300: 100} {
		site := newSite(t, answers(200, fmt.Sprintf(`{"count":%d,"uploads":[{"upload_id":1},{"upload_id":2}]}`, count)))
		yielded := 0
		for _, err := range newClient(t, site.URL).ListAll(t.Context(), ListRequest{Show: show}) {
			if err != nil {
				t.Errorf("count %d: %v", count, err)
			}
			yielded++
		}
		if yielded != 2 || len(site.got()) != 2 {
			t.Errorf("count %d: %d uploads in %d calls", count, yielded, len(site.got()))
		}
	}
}
