package practice

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"net/http"

	"pressroom/api"
)

// addFile gives an upload that isn't published a further file, in the place of the one of the same
// format if there is one. What files it has by then are all formats of the track, and one that was
// errored waits again.
func addFile(ctx context.Context, db execer, id int64, n *newUpload, tags map[string]string) (api.Upload, error) {
	up, err := readUploadRow(ctx, db, id, "name")
	if err != nil {
		return up, err
	}
	switch {
	case up.Status != api.Uploaded && up.Status != api.Errored:
		return up, cantChange(up)
	case n.jobGiven && n.job != up.JobID:
		return up, refuse(http.StatusBadRequest, "Upload %d is not of job %d.", id, n.job)
	}
	n.job = up.JobID
	if err := setOncomplete(ctx, db, n.job, n.told); err != nil {
		return up, err
	}
	ord, err := placeOf(ctx, db, id, n.source.format)
	if err != nil {
		return up, err
	}
	if err := putSource(ctx, db, id, ord, n.source); err != nil {
		return up, err
	}
	supplied, err := suppliedFormats(ctx, db, id)
	if err != nil {
		return up, err
	}
	formats := append(up.Formats, n.formats...)
	if len(supplied) > 1 {
		formats = append(formats, supplied...)
	}
	given := n.meta
	if len(given) == 0 && len(up.Meta) == 0 {
		given = tags
	}
	meta, err := json.Marshal(mergeMeta(up.Meta, given))
	if err != nil {
		return up, err
	}
	_, err = db.ExecContext(ctx, "UPDATE uploads SET status = 'uploaded', error = '', again = 0, formats = ?, meta = ? WHERE upload_id = ?",
		api.JoinFormats(api.SortFormats(formats)), string(meta), id)
	if err != nil {
		return up, err
	}
	up, err = readUploadRow(ctx, db, id, "name")
	up.JobID = 0 // not in this answer
	return up, err
}

// placeOf is where a file of that format goes among an upload's.
func placeOf(ctx context.Context, db execer, upload int64, format string) (ord int64, err error) {
	err = db.QueryRowContext(ctx, `SELECT coalesce(
		(SELECT ord FROM sources WHERE upload_id = ?1 AND format = ?2),
		(SELECT max(ord) + 1 FROM sources WHERE upload_id = ?1), 0)`, upload, format).Scan(&ord)
	return ord, err
}

// suppliedFormats are those of an upload's own files.
func suppliedFormats(ctx context.Context, db execer, upload int64) ([]api.Format, error) {
	var list string
	err := db.QueryRowContext(ctx, "SELECT group_concat(format) FROM sources WHERE upload_id = ?", upload).Scan(&list)
	if err != nil {
		return nil, err
	}
	return api.ParseFormats(list)
}

// readUploadRow reads an upload that has or will have a track of its own, its sources told by that column.
func readUploadRow(ctx context.Context, db execer, id int64, source string) (api.Upload, error) {
	up, err := scanUpload(db.QueryRowContext(ctx, uploadColumns(source)+"WHERE u.upload_id = ? AND u.update_to IS NULL", id))
	if errors.Is(err, sql.ErrNoRows) {
		return up, refuse(http.StatusNotFound, "There is no upload %d.", id)
	}
	return up, err
}

func cantChange(up api.Upload) error {
	return refuse(http.StatusBadRequest, "Upload %d can't change any more: it is %s.", up.UploadID, up.Status)
}

// updateAnswer is api.Update with the word that answers begin with.
type updateAnswer struct {
	Result string `json:"result"`
	api.Update
}

// uploadUpdate takes a new file for a published track, which adds one of its formats or replaces it:
// with its job's next publish, or at once.
func (s *Site) uploadUpdate(ctx context.Context, n newUpload, e *entry) (any, error) {
	if n.source.format != "" {
		n.formats = api.SortFormats(append(n.formats, api.Format(n.source.format)))
	}
	answer := updateAnswer{Result: "uploaded", Update: api.Update{TrackID: n.updateTo}}
	var full bool
	err := s.store.update(ctx, func(db execer) error {
		var there bool
		err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM tracks WHERE track_id = ? AND published_at IS NOT NULL)", n.updateTo).Scan(&there)
		if err != nil {
			return err
		}
		if !there {
			return refuse(http.StatusNotFound, "There is no track %d.", n.updateTo)
		}
		if err := setOncomplete(ctx, db, n.job, n.told); err != nil {
			return err
		}
		if answer.UpdateID, err = addUpload(ctx, db, n); err != nil {
			return err
		}
		full, err = s.autopublishLater(ctx, db, n)
		return err
	})
	if err != nil {
		return nil, err
	}
	if n.immediate || full {
		s.queued.ring()
	}
	if n.autopublish {
		s.promised.ring()
	}
	e.upload = answer.UpdateID
	return answer, nil
}
