package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"
)

// paged is a site that lists uploads 1 to total in pages, as answer writes them.
func paged(t *testing.T, total, most int, answer func(Page) any) *testSite {
	return newSite(t, func(w http.ResponseWriter, r *http.Request) {
		pg, _ := strconv.Atoi(r.FormValue("pg"))
		show, err := strconv.Atoi(r.FormValue("show"))
		if err != nil {
			show = 100
		}
		show = min(show, most)
		page := Page{Count: total, Page: pg, Show: show, Uploads: []Upload{}}
		for id := pg*show + 1; id <= min(total, (pg+1)*show); id++ {
			page.Uploads = append(page.Uploads, Upload{UploadID: int64(id)})
		}
		_ = json.NewEncoder(w).Encode(answer(page))
	})
}

func whole(p Page) any { return p }

func listOnly(p Page) any { return p.Uploads }

func countless(p Page) any { return map[string]any{"show": p.Show, "uploads": p.Uploads} }

func showless(p Page) any { return map[string]any{"count": p.Count, "uploads": p.Uploads} }

func TestListAllYieldsEveryUploadOnce(t *testing.T) {
	tests := []struct {
		name        string
		total, most int
		answer      func(Page) any
		request     ListRequest
		calls       int
	}{
		{"on no page", 0, 1000, whole, ListRequest{}, 1},
		{"on one page", 99, 1000, whole, ListRequest{}, 1},
		{"on one full page, whose count may be its own", 100, 1000, whole, ListRequest{}, 2},
		{"on three pages", 5, 1000, whole, ListRequest{Show: 2}, 3},
		{"on full pages", 4, 1000, whole, ListRequest{Show: 2}, 2},
		{"from a later page", 5, 1000, whole, ListRequest{Show: 2, Page: 1}, 2},
		{"from a page behind the last", 5, 1000, whole, ListRequest{Show: 2, Page: 7}, 1},
		{"of a plain list", 5, 1000, listOnly, ListRequest{Show: 2}, 3},
		{"of full plain lists", 4, 1000, listOnly, ListRequest{Show: 2}, 3},
		{"of a plain list, as many as the site likes", 250, 1000, listOnly, ListRequest{}, 3},
		{"where pages are smaller than asked, and say so", 5, 2, countless, ListRequest{Show: 1000}, 3},
		{"where pages are smaller than asked, and the count says so", 5, 2, showless, ListRequest{Show: 1000}, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			site := paged(t, test.total, test.most, test.answer)
			var want, got []int64
			for id := test.request.Page*test.request.Show + 1; id <= test.total; id++ {
				want = append(want, int64(id))
			}
			for u, err := range newClient(t, site.URL).ListAll(t.Context(), test.request) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, u.UploadID)
			}
			if !slices.Equal(got, want) || len(site.got()) != test.calls {
				t.Errorf("got %v in %d calls, want %v in %d", got, len(site.got()), want, test.calls)
			}
		})
	}
}

func TestListAllFetchesNoMoreThanIsAskedFor(t *testing.T) {
	site := paged(t, 100, 1000, whole)
	for u, err := range newClient(t, site.URL).ListAll(t.Context(), ListRequest{Show: 2}) {
		if err != nil || u.UploadID == 2 {
			break
		}
	}
	if n := len(site.got()); n != 1 {
		t.Errorf("%d calls for one page", n)
	}
}

func TestListAllStopsAtASiteThatHasNoPages(t *testing.T) {
	for name, body := range map[string]string{
		"and no count":   `[{"upload_id":1},{"upload_id":2}]`,
		"and a count":    `{"count":10,"uploads":[{"upload_id":1},{"upload_id":2}]}`,
		"and no uploads": `[{"track_id":1},{"track_id":2}]`,
	} {
		t.Run(name, func(t *testing.T) {
			site := newSite(t, answers(200, body))
			yielded, failed := 0, 0
			for _, err := range newClient(t, site.URL).ListAll(t.Context(), ListRequest{Show: 2}) {
				if err == nil {
					yielded++
					continue
				}
				failed++
				if e := failure(t, err); e.Kind != BadAnswer {
					t.Errorf("got %v", err)
				}
			}
			if yielded != 2 || failed != 1 || len(site.got()) != 2 {
				t.Errorf("%d uploads and %d errors in %d calls", yielded, failed, len(site.got()))
			}
		})
	}
}

func TestListAllYieldsAFailureLast(t *testing.T) {
	site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("pg") == "" {
			fmt.Fprint(w, `{"count":4,"show":2,"uploads":[{"upload_id":1},{"upload_id":2}]}`)
			return
		}
		fmt.Fprint(w, `{"error":"Only half of it","count":4,"show":2,"uploads":[{"upload_id":2},{"upload_id":3}]}`)
	})
	var ids []int64
	var last error
	for u, err := range newClient(t, site.URL).ListAll(t.Context(), ListRequest{Show: 2}) {
		if last != nil {
			t.Error("something follows the failure")
		}
		if last = err; err == nil {
			ids = append(ids, u.UploadID)
		}
	}
	if !slices.Equal(ids, []int64{1, 2, 3}) || last == nil || failure(t, last).Message != "Only half of it" {
		t.Errorf("got %v, then %v", ids, last)
	}
}

func TestListNamesThePageThatWasAskedFor(t *testing.T) {
	site := newSite(t, answers(200, `{"pg":4,"uploads":[{"upload_id":1,"error":"<b>no</b> `+"\\u0007"+`file"}]}`))
	page, err := newClient(t, site.URL).List(t.Context(), ListRequest{Page: 3})
	if err != nil || page.Page != 3 || page.Count != -1 || page.Uploads[0].Error != "no file" {
		t.Errorf("got %+v, %v", page, err)
	}
}
