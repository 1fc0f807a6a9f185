package practice

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"pressroom/api"
)

// formatsAnswer is api.FormatsSet with the word that answers begin with.
type formatsAnswer struct {
	Result string       `json:"result"`
	Track  api.Upload   `json:"track"`
	Added  []api.Format `json:"added"`
}

// setFormats replaces what an upload is to be published as.
func (s *Site) setFormats(ctx context.Context, v values, e *entry) (any, error) {
	id, formats, err := changeOf(v, e)
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
		return writeUpload(ctx, db, answer.Track)
	})
	return answer, err
}

// metadataAnswer is api.MetadataSet with the word that answers begin with.
type metadataAnswer struct {
	Result string     `json:"result"`
	Track  api.Upload `json:"track"`
}

// setMetadata sets the fields that are named, takes away those that are blank, and leaves the others.
// With formats it sets those, too.
func (s *Site) setMetadata(ctx context.Context, v values, e *entry) (any, error) {
	id, formats, err := changeOf(v, e)
	if err != nil {
		return nil, err
	}
	meta, err := metaOf(v)
	if err != nil {
		return nil, err
	}
	if len(meta) == 0 {
		return nil, refuse(http.StatusBadRequest, "The meta is missing: name at least one field.")
	}
	answer := metadataAnswer{Result: "success"}
	err = s.store.update(ctx, func(db execer) error {
		answer.Track, err = uploadForChange(ctx, db, id)
		if err != nil {
			return err
		}
		answer.Track.Meta = mergeMeta(answer.Track.Meta, meta)
		if len(formats) > 0 {
			answer.Track.Formats = formats
		}
		return writeUpload(ctx, db, answer.Track)
	})
	return answer, err
}

// changeOf reads which upload a call changes, and to what formats.
func changeOf(v values, e *entry) (id int64, formats []api.Format, err error) {
	if id, err = v.must("upload_id"); err != nil {
		return 0, nil, err
	}
	e.upload = id
	formats, err = formatsOf(v)
	return id, formats, err
}

// uploadForChange reads an upload that may still change, with its sources as formats.
func uploadForChange(ctx context.Context, db execer, id int64) (api.Upload, error) {
	up, err := readUploadRow(ctx, db, id, "format")
	if err == nil && up.Status != api.Uploaded {
		err = cantChange(up)
	}
	up.JobID = 0 // not in these answers
	return up, err
}

func writeUpload(ctx context.Context, db execer, up api.Upload) error {
	meta, err := json.Marshal(up.Meta)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE uploads SET formats = ?, meta = ? WHERE upload_id = ?",
		api.JoinFormats(up.Formats), string(meta), up.UploadID)
	return err
}
