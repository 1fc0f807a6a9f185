package practice

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"

	"pressroom/api"
)

// newUpload is what an upload call brings: a file, and what it is for.
type newUpload struct {
	job         int64
	jobGiven    bool
	into        int64 // the upload that the file is a further one of; 0: a track of its own, or by its name
	updateTo    int64 // the published track that it is a new file for, else 0
	immediate   bool  // with updateTo: it doesn't wait for its job to be published
	autopublish bool
	told        string // the job's oncomplete from now on; empty: as it is
	formats     []api.Format
	meta        map[string]string // blank ones included
	source      source
}

// source is a file that an upload is published from.
type source struct {
	address string // whole, or from / for a file of this site, which may listen at another port tomorrow
	name    string // the file's
	format  string // by the name's ending; empty where it has none that is known
}

// stem is the name by which two files are one track's, and empty where the ending is no audio file's.
func (s source) stem() string {
	if s.format == "" {
		return ""
	}
	return strings.TrimSuffix(s.name, path.Ext(s.name))
}

// upload takes one file: of a new track, of one that waits in the queue, or of a published one. A
// site takes one upload at a time.
func (s *Site) upload(ctx context.Context, v values, e *entry) (any, error) {
	if !s.uploading.TryLock() {
		return nil, &refusal{
			status: http.StatusTooManyRequests, retryAfter: 1,
			text: "Another upload is under way: uploads go one at a time.",
		}
	}
	defer s.uploading.Unlock()

	n, err := s.readUpload(ctx, v, e)
	if err != nil {
		return nil, err
	}
	if n.immediate || n.autopublish {
		if err := e.may(MayPublish); err != nil {
			return nil, err
		}
	}
	if n.updateTo != 0 {
		return s.uploadUpdate(ctx, n, e)
	}
	var tags map[string]string
	if len(n.meta) == 0 {
		tags = s.tagsOfOwn(ctx, n.source.address)
	}
	var up api.Upload
	var full bool
	err = s.store.update(ctx, func(db execer) error {
		if up, err = takeFile(ctx, db, &n, tags); err != nil {
			return err
		}
		full, err = s.autopublishLater(ctx, db, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	if full {
		s.queued.ring()
	}
	if n.autopublish {
		s.promised.ring()
	}
	e.upload, e.job = up.UploadID, n.job
	return up, nil
}

func (s *Site) readUpload(ctx context.Context, v values, e *entry) (n newUpload, err error) {
	if n, err = readPurpose(v); err != nil {
		return n, err
	}
	if n.job, err = s.jobOf(v, e); err != nil {
		return n, err
	}
	_, n.jobGiven = v.given["job_id"]
	if n.told, err = oncomplete(v); err != nil {
		return n, err
	}
	if n.formats, err = formatsOf(v); err != nil {
		return n, err
	}
	if n.meta, err = metaOf(v); err != nil {
		return n, err
	}
	if n.source, err = s.sourceOf(ctx, v.text("url")); err != nil {
		return n, err
	}
	if text := v.text("format"); text != "" {
		format, err := api.ParseFormat(text)
		if err != nil {
			return n, refuse(http.StatusBadRequest, "The format is none of mp3, aiff and wav.")
		}
		n.source.format = string(format)
	}
	return n, nil
}

// readPurpose reads what the file is for.
func readPurpose(v values) (n newUpload, err error) {
	if n.into, _, err = v.number("upload_id"); err != nil {
		return n, err
	}
	if n.updateTo, _, err = v.number("track_id"); err != nil {
		return n, err
	}
	if n.into != 0 && n.updateTo != 0 {
		return n, refuse(http.StatusBadRequest, "A file is for an upload_id or for a track_id, not for both.")
	}
	if n.immediate, err = v.flag("immediate"); err != nil {
		return n, err
	}
	if n.autopublish, err = v.flag("autopublish"); err != nil {
		return n, err
	}
	if n.updateTo == 0 && (n.immediate || v.text("format") != "") {
		return n, refuse(http.StatusBadRequest, "The values immediate and format go with a track_id only.")
	}
	return n, nil
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

// takeFile puts a file where it belongs: to the upload that it names, to the one whose file has the
// same name but for the ending, or to a new one. Source of both rules: the documentation of upload.
func takeFile(ctx context.Context, db execer, n *newUpload, tags map[string]string) (api.Upload, error) {
	into := n.into
	if into == 0 {
		var err error
		if into, err = sameName(ctx, db, *n); err != nil {
			return api.Upload{}, err
		}
	}
	if into != 0 {
		return addFile(ctx, db, into, n, tags)
	}
	if err := setOncomplete(ctx, db, n.job, n.told); err != nil {
		return api.Upload{}, err
	}
	fresh := *n
	if len(fresh.formats) == 0 {
		fresh.formats = []api.Format{api.MP3}
	}
	if fresh.meta = mergeMeta(nil, n.meta); len(n.meta) == 0 {
		fresh.meta = tags
	}
	id, err := addUpload(ctx, db, fresh)
	return api.Upload{
		UploadID: id, Status: api.Uploaded, Formats: fresh.formats,
		Sources: []string{n.source.name}, Meta: fresh.meta,
	}, err
}

// sameName finds the waiting upload of the job to which a file belongs by its name; 0: there is none.
func sameName(ctx context.Context, db execer, n newUpload) (id int64, err error) {
	if n.source.stem() == "" {
		return 0, nil
	}
	// By the name first, which few uploads have: of a job there may be 100,000.
	err = db.QueryRowContext(ctx, `SELECT u.upload_id FROM sources s CROSS JOIN uploads u USING (upload_id)
		WHERE s.stem = ? AND s.stem <> '' AND u.job_id = ? AND u.status = 'uploaded' AND u.update_to IS NULL
		ORDER BY u.upload_id DESC LIMIT 1`, n.source.stem(), n.job).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return id, err
}

// addUpload adds a row for the upload, and one for its file.
func addUpload(ctx context.Context, db execer, n newUpload) (id int64, err error) {
	if n.meta == nil {
		n.meta = map[string]string{}
	}
	meta, err := json.Marshal(n.meta)
	if err != nil {
		return 0, err
	}
	status := api.Uploaded
	if n.immediate {
		status = api.Queued
	}
	err = db.QueryRowContext(ctx, `INSERT INTO uploads (job_id, status, formats, meta, update_to, immediate, created_at)
		VALUES (?, ?, ?, ?, nullif(?, 0), ?, ?) RETURNING upload_id`,
		n.job, string(status), api.JoinFormats(n.formats), string(meta), n.updateTo, n.immediate, now()).Scan(&id)
	if err != nil {
		return 0, err
	}
	return id, putSource(ctx, db, id, 0, n.source)
}

func putSource(ctx context.Context, db execer, upload, ord int64, from source) error {
	_, err := db.ExecContext(ctx, "INSERT OR REPLACE INTO sources (upload_id, ord, address, name, format, stem) VALUES (?, ?, ?, ?, ?, ?)",
		upload, ord, from.address, from.name, from.format, from.stem())
	return err
}
