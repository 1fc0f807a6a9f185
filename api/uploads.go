package api

import (
	"context"
	"errors"
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
	// UploadID is the unpublished upload that the file is a further one of, so that both are formats of
	// one track; 0 for a new track. A file of the same name as an upload's but for the ending becomes
	// that upload's without being told.
	UploadID int64
	// OnComplete is whom the job tells from now on, as in [PublishRequest]; empty leaves it as it is.
	OnComplete string
	// Autopublish has the job publish itself: 10 minutes after the last upload that asks for it, or once
	// 1,000 tracks wait.
	Autopublish bool
}

// Upload queues one file, which the site fetches: of a new track, or a further one of an upload that
// is not published. The answer names all files of that upload. Source: the public documentation of
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
		switch {
		case u.UploadID == 0:
			return errors.New("the answer has no upload_id")
		case r.UploadID != 0 && u.UploadID != r.UploadID:
			return errors.New("the answer is about another upload")
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
	if r.UploadID < 0 {
		return errors.New("the upload id is negative")
	}
	if r.UploadID > 0 {
		form.Set("upload_id", strconv.FormatInt(r.UploadID, 10))
	}
	return file{r.URL, r.JobID, r.Formats, r.Meta, r.OnComplete, r.Autopublish}.fill(form)
}

// file is what every call of upload has.
type file struct {
	url         string
	jobID       int64
	formats     []Format
	meta        map[string]string
	onComplete  string
	autopublish bool
}

func (f file) fill(form url.Values) error {
	address := strings.TrimSpace(f.url)
	if !isWebAddress(address) {
		return errors.New("the file's address is not an http or https URL")
	}
	form.Set("url", address)
	if err := setJob(form, f.jobID); err != nil {
		return err
	}
	if err := setFormats(form, f.formats); err != nil {
		return err
	}
	if err := setMeta(form, f.meta); err != nil {
		return err
	}
	if f.autopublish {
		form.Set("autopublish", "1")
	}
	return setOnComplete(form, f.onComplete)
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
		return aboutUpload(a, set.Upload, uploadID)
	})
	set.Upload.Error = c.key.plain(set.Upload.Error)
	return set, err
}
