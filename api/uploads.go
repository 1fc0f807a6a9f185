package api

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// NewUpload is what [Client.Upload] takes.
type NewUpload struct {
	URL   string // of an mp3, wav or aiff file, http or https, which the site fetches by itself
	JobID int64  // 0 is the site's main job
	// Formats are what the track is to be published as; empty leaves the choice to the site, which
	// makes MP3 by default.
	Formats []Format
	// Meta is flat, by the standard field names of the site's CSV import: Title, Album, … An empty
	// value is sent as such and may blank the field, so leave out what is not to be set. Without
	// any, the site reads the file's own tags.
	Meta map[string]string
}

// Upload queues one new track, whose file the site fetches. Source: the public documentation of
// upload, which also allows one upload at a time only: a second one under way at the same moment is
// refused.
//
// A call that failed and may have happened ([Error.MayHaveHappened]) must not simply be repeated:
// it may have queued the track, and would queue it twice.
func (c *Client) Upload(ctx context.Context, r NewUpload) (Upload, error) {
	const op = "upload"
	form := url.Values{}
	if err := r.fill(form); err != nil {
		return Upload{}, badRequest(op, err)
	}
	upload, err := call(ctx, c, op, form, func(u *Upload, _ answer) error {
		if u.UploadID == 0 {
			return errors.New("the answer has no upload_id")
		}
		if u.JobID == 0 {
			u.JobID = r.JobID
		}
		return nil
	})
	upload.Error = c.key.plain(upload.Error)
	return upload, err
}

func (r NewUpload) fill(form url.Values) error {
	file := strings.TrimSpace(r.URL)
	if !isWebAddress(file) {
		return errors.New("the file's address is not an http or https URL")
	}
	form.Set("url", file)
	if err := setJob(form, r.JobID); err != nil {
		return err
	}
	if err := setFormats(form, r.Formats); err != nil {
		return err
	}
	for field, value := range r.Meta {
		// A bracket would end the name early: meta[FIELD].
		if strings.TrimSpace(field) == "" || strings.ContainsAny(field, "[]") || !isOneLine(field) {
			return fmt.Errorf("%q can't be the name of a field", field)
		}
		form.Set("meta["+field+"]", value)
	}
	return nil
}

// SetFormats sets what an upload is to be published as: at least one format. Source: the public
// documentation of setFormats, which does not say whether a format left out is taken away. So take
// Upload.Formats in the answer for what now stands, whatever was asked.
//
// The call may be repeated with the same formats.
func (c *Client) SetFormats(ctx context.Context, uploadID int64, formats []Format) (FormatsSet, error) {
	const op = "setFormats"
	if uploadID <= 0 {
		return FormatsSet{}, badRequest(op, errors.New("the upload id is missing"))
	}
	if len(formats) == 0 {
		return FormatsSet{}, badRequest(op, errors.New("no format is named: use at least one of mp3, aiff and wav"))
	}
	form := url.Values{"upload_id": {strconv.FormatInt(uploadID, 10)}}
	if err := setFormats(form, formats); err != nil {
		return FormatsSet{}, badRequest(op, err)
	}
	set, err := call(ctx, c, op, form, func(set *FormatsSet, a answer) error {
		switch result := a.result(); {
		case result != "" && result != "success":
			return errors.New("the answer does not say that the formats are set")
		case set.Upload.UploadID == 0:
			return errors.New("the answer has no track with an upload_id")
		case set.Upload.UploadID != uploadID:
			return errors.New("the answer is about another upload")
		}
		return nil
	})
	set.Upload.Error = c.key.plain(set.Upload.Error)
	return set, err
}
