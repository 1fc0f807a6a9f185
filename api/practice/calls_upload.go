package practice

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"pressroom/api"
)

// newUpload is an upload that is not in the queue yet.
type newUpload struct {
	job     int64
	formats []api.Format
	meta    map[string]string
	source  source
}

// source is a file that an upload is published from.
type source struct {
	address string // whole, or from / for a file of this site, which may listen at another port tomorrow
	name    string // the file's
	format  string // by the name's ending; empty where it has none that is known
}

// upload puts one track into the queue. A site takes one upload at a time.
func (s *Site) upload(ctx context.Context, v values, e *entry) (any, error) {
	if !s.uploading.TryLock() {
		return nil, &refusal{
			status: http.StatusTooManyRequests, retryAfter: 1,
			text: "Another upload is under way: uploads go one at a time.",
		}
	}
	defer s.uploading.Unlock()

	if err := notYet(v); err != nil {
		return nil, err
	}
	job, err := s.jobOf(v, e)
	if err != nil {
		return nil, err
	}
	told, err := oncomplete(v)
	if err != nil {
		return nil, err
	}
	n := newUpload{job: job}
	if n.formats, err = formatsOf(v); err != nil {
		return nil, err
	}
	if len(n.formats) == 0 {
		n.formats = []api.Format{api.MP3}
	}
	if n.source, err = s.sourceOf(ctx, v.text("url")); err != nil {
		return nil, err
	}
	if n.meta = withoutBlanks(v.meta); len(n.meta) == 0 {
		n.meta = s.tagsOfOwn(ctx, n.source.address)
	}
	var up api.Upload
	err = s.store.update(ctx, func(db execer) error {
		if err := setOncomplete(ctx, db, job, told); err != nil {
			return err
		}
		up, err = addUpload(ctx, db, n)
		return err
	})
	e.upload = up.UploadID
	return up, err
}

// notYet refuses what this site doesn't do, rather than take the call for something else.
func notYet(v values) error {
	for _, name := range []string{"upload_id", "track_id", "update_id"} {
		if v.text(name) != "" {
			return refuse(http.StatusBadRequest, "This practice site takes new tracks only: it can't add a file to a track (%s).", name)
		}
	}
	for _, name := range []string{"autopublish", "immediate"} {
		if text := v.text(name); text != "" && text != "0" {
			return refuse(http.StatusBadRequest, "This practice site doesn't know %s: publish the job instead.", name)
		}
	}
	return nil
}

// formatsOf reads the formats of a call; none is no error.
func formatsOf(v values) ([]api.Format, error) {
	formats, err := api.ParseFormats(v.text("formats"))
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "The formats are a comma list of mp3, aiff and wav.")
	}
	return formats, nil
}

// sourceOf reads an upload's address.
func (s *Site) sourceOf(ctx context.Context, address string) (source, error) {
	if address == "" {
		return source{}, refuse(http.StatusBadRequest, "The url is missing.")
	}
	u, err := url.Parse(address)
	if err != nil || !isWeb(u) || len(address) > 8000 {
		return source{}, refuse(http.StatusBadRequest, "The url is not an http(s) address.")
	}
	name := plainText(path.Base(u.Path), 250)
	if name == "" || name == "." || name == "/" {
		name = u.Hostname()
	}
	from := source{address: address, name: name}
	if s.isOwn(ctx, u) {
		from.address = u.Path
	}
	if format, err := api.ParseFormat(path.Ext(name)); err == nil {
		from.format = string(format)
	}
	return from, nil
}

func withoutBlanks(meta map[string]string) map[string]string {
	kept := map[string]string{}
	for field, value := range meta {
		if strings.TrimSpace(field) != "" && strings.TrimSpace(value) != "" {
			kept[field] = value
		}
	}
	return kept
}

// addUpload adds a row for the upload, and returns it as the answer to the call tells it.
func addUpload(ctx context.Context, db execer, n newUpload) (api.Upload, error) {
	up := api.Upload{Status: api.Uploaded, Formats: n.formats, Sources: []string{n.source.name}, Meta: n.meta}
	meta, err := json.Marshal(n.meta)
	if err != nil {
		return api.Upload{}, err
	}
	err = db.QueryRowContext(ctx, `INSERT INTO uploads (job_id, status, formats, meta, created_at)
		VALUES (?, 'uploaded', ?, ?, ?) RETURNING upload_id`,
		n.job, api.JoinFormats(n.formats), string(meta), now()).Scan(&up.UploadID)
	if err != nil {
		return api.Upload{}, err
	}
	_, err = db.ExecContext(ctx, "INSERT INTO sources (upload_id, ord, address, name, format) VALUES (?, 0, ?, ?, ?)",
		up.UploadID, n.source.address, n.source.name, n.source.format)
	return up, err
}

// formatsAnswer is api.FormatsSet with the word that answers begin with.
type formatsAnswer struct {
	Result string       `json:"result"`
	Track  api.Upload   `json:"track"`
	Added  []api.Format `json:"added"`
}

// setFormats replaces what an upload is to be published as.
func (s *Site) setFormats(ctx context.Context, v values, e *entry) (any, error) {
	id, err := v.must("upload_id")
	if err != nil {
		return nil, err
	}
	e.upload = id
	formats, err := formatsOf(v)
	if err != nil {
		return nil, err
	}
	if len(formats) == 0 {
		return nil, refuse(http.StatusBadRequest, "The formats are missing: name at least one of mp3, aiff and wav.")
	}
	answer := formatsAnswer{Result: "success", Added: []api.Format{}}
	err = s.store.update(ctx, func(db execer) error {
		answer.Track, err = uploadForChange(ctx, db, id)
		if err != nil {
			return err
		}
		for _, f := range formats {
			if !slices.Contains(answer.Track.Formats, f) {
				answer.Added = append(answer.Added, f)
			}
		}
		answer.Track.Formats = formats
		_, err = db.ExecContext(ctx, "UPDATE uploads SET formats = ? WHERE upload_id = ?", api.JoinFormats(formats), id)
		return err
	})
	return answer, err
}

// uploadForChange reads an upload that may still change, with its sources as formats.
func uploadForChange(ctx context.Context, db execer, id int64) (api.Upload, error) {
	up, err := scanUpload(db.QueryRowContext(ctx, uploadColumns("format")+"WHERE u.upload_id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return up, refuse(http.StatusNotFound, "There is no upload %d.", id)
	}
	if err != nil {
		return up, err
	}
	if up.Status != api.Uploaded {
		return up, refuse(http.StatusBadRequest, "Upload %d can't change any more: it is %s.", id, up.Status)
	}
	up.JobID = 0 // not in this answer
	return up, nil
}
