package api

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/url"
	"strconv"
)

const (
	maxShow     = 1000 // uploads a page
	defaultShow = 100  // uploads a page where nothing is asked
)

// ListRequest is what [Client.List] and [Client.ListAll] take.
type ListRequest struct {
	JobID  int64  // 0 is the site's main job
	Status Status // only these; empty is any
	Show   int    // uploads a page: 1 to 1000; 0 leaves it to the site
	Page   int    // from 0
}

func (r ListRequest) form() (url.Values, error) {
	form := url.Values{}
	if err := setJob(form, r.JobID); err != nil {
		return nil, err
	}
	if r.Show < 0 || r.Show > maxShow {
		return nil, errors.New("a page shows 1 to 1000 uploads")
	}
	if r.Page < 0 {
		return nil, errors.New("the page is negative")
	}
	if !isOneLine(string(r.Status)) {
		return nil, errors.New("the status is more than one line")
	}
	if r.Status != "" {
		form.Set("status", string(r.Status))
	}
	if r.Show > 0 {
		form.Set("show", strconv.Itoa(r.Show))
	}
	if r.Page > 0 { // left out, it is the first page wherever a site begins to count
		form.Set("pg", strconv.Itoa(r.Page))
	}
	return form, nil
}

// List returns one page of a job's uploads, with the final track ids once they are published.
// Source: the public documentation of publish says that much; the values asked for and the shape of
// the answer are not documented, so several shapes are read: see [Page.UnmarshalJSON].
//
// Page.Page is the page that was asked for, whatever the site calls it. The call changes nothing
// and may be repeated.
func (c *Client) List(ctx context.Context, r ListRequest) (Page, error) {
	const op = "list"
	form, err := r.form()
	if err != nil {
		return Page{}, badRequest(op, err)
	}
	page, err := call(ctx, c, op, form, func(*Page, answer) error { return nil })
	page.Page = r.Page
	for i := range page.Uploads {
		page.Uploads[i].Error = c.key.plain(page.Uploads[i].Error)
	}
	return page, err
}

// ListAll yields the uploads of r.Page and of every page after it, each upload once, and fetches a
// page when it is reached. A failed call yields its error, after the uploads that came with it, and
// ends the sequence; so does an error of kind [BadAnswer] where a page that was full and not the last
// by its count comes again in place of the next.
//
// The last page is the one that is empty, or shorter than a page with the site's count reached. A site's
// count may be wrong, such as that of one page in place of all: where it and the page's length
// contradict each other, the next page is asked. Pages are no snapshot: what is queued or taken away
// while they are fetched may be missed.
func (c *Client) ListAll(ctx context.Context, r ListRequest) iter.Seq2[Upload, error] {
	return func(yield func(Upload, error) bool) {
		seen := map[uploadName]bool{}
		isDoubtful := false // whether anything follows the page before
		for first := r.Page; ; r.Page++ {
			page, err := c.List(ctx, r)
			before := len(seen)
			for _, u := range page.Uploads {
				if name := nameOf(u); !seen[name] {
					seen[name] = true
					if !yield(u, nil) {
						return
					}
				}
			}
			isRepeat := len(page.Uploads) > 0 && len(seen) == before
			if err == nil && isRepeat && !isDoubtful {
				err = &Error{Op: "list", Kind: BadAnswer, Sent: true, Err: errors.New("the site repeats a page in place of the next")}
			}
			if err != nil {
				yield(Upload{}, err)
				return
			}
			follows := page.follows(r, first, len(seen))
			if isRepeat || follows == nothing {
				return
			}
			isDoubtful = follows == perhaps
		}
	}
}

// uploadName is what an upload is known by: its track_id alone where the site names neither an
// upload_id nor an update_id.
type uploadName struct{ upload, update, track int64 }

func nameOf(u Upload) uploadName {
	if u.UploadID != 0 || u.UpdateID != 0 {
		return uploadName{upload: u.UploadID, update: u.UpdateID}
	}
	return uploadName{track: u.TrackID}
}

// What follows a page.
const (
	nothing = iota
	perhaps // its length and the count contradict each other
	another
)

// follows says what follows p, the answer to r, with which seen uploads have come since the page first.
func (p Page) follows(r ListRequest, first, seen int) int {
	// The site's word, where it gives it: it may show fewer than were asked for.
	short := len(p.Uploads) < cmp.Or(p.Show, r.Show, defaultShow)
	upTo := first*max(p.Show, r.Show) + seen
	switch {
	case len(p.Uploads) == 0,
		short && upTo >= p.Count, // -1 where there is no count
		// The count of a single full page may be that of the page.
		upTo == p.Count && p.Count > len(p.Uploads):
		return nothing
	case short, p.Count >= 0 && upTo >= p.Count:
		return perhaps
	}
	return another
}
