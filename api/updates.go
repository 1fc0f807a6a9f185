package api

import (
	"context"
	"errors"
	"net/url"
	"strconv"
)

// NewUpdate is what [Client.UpdateTrack] takes.
type NewUpdate struct {
	TrackID int64  // the published track
	URL     string // of an mp3, wav or aiff file, http or https, which the site fetches by itself
	JobID   int64  // the job with which it is published; 0 is the site's main job
	// Format is what the file is; empty leaves it to the file's name.
	Format Format
	// Formats are to be made of the file, beside its own.
	Formats []Format
	Meta    map[string]string // as in [NewUpload]
	// Immediate skips the job: the file replaces the track's at once.
	Immediate   bool
	OnComplete  string // as in [NewUpload]
	Autopublish bool   // as in [NewUpload]
}

// UpdateTrack queues a new file for a published track, which adds one of its formats or replaces it.
// Source: the public documentation of upload; like every upload it goes alone.
//
// A call that failed and may have happened ([Error.MayHaveHappened]) must not simply be repeated.
func (c *Client) UpdateTrack(ctx context.Context, r NewUpdate) (Update, error) {
	const op = "upload"
	form := url.Values{}
	if err := r.fill(form); err != nil {
		return Update{}, badRequest(op, err)
	}
	return call(ctx, c, op, form, func(u *Update, a answer) error {
		result := a.result()
		switch {
		case result != "" && result != "uploaded" && result != "success":
			return errors.New("the answer does not say that the file was uploaded")
		case u.UpdateID == 0:
			return errors.New("the answer has no update_id")
		case u.TrackID == 0:
			u.TrackID = r.TrackID
		case u.TrackID != r.TrackID:
			return errors.New("the answer is about another track")
		}
		return nil
	})
}

func (r NewUpdate) fill(form url.Values) error {
	if r.TrackID <= 0 {
		return errors.New("the track id is missing")
	}
	form.Set("track_id", strconv.FormatInt(r.TrackID, 10))
	if r.Format != "" {
		if known, err := ParseFormat(string(r.Format)); err != nil || known != r.Format {
			return errors.New("the file's format is none of mp3, aiff and wav")
		}
		form.Set("format", string(r.Format))
	}
	if r.Immediate {
		form.Set("immediate", "1")
	}
	return file{r.URL, r.JobID, r.Formats, r.Meta, r.OnComplete, r.Autopublish}.fill(form)
}
