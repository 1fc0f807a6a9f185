package practice

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"time"

	"pressroom/api"
)

var statuses = []api.Status{api.Uploaded, api.Queued, api.Publishing, api.Published, api.Errored}

// list answers one page of a job's uploads, in the order in which they came.
func (s *Site) list(ctx context.Context, v values, e *entry) (any, error) {
	job, err := s.jobOf(v, e)
	if err != nil {
		return nil, err
	}
	status := api.Status(v.text("status"))
	if status != "" && !slices.Contains(statuses, status) {
		return nil, refuse(http.StatusBadRequest, "The status is none of uploaded, queued, publishing, published and errored.")
	}
	page := api.Page{Uploads: []api.Upload{}}
	if page.Show, err = v.between("show", 1, 1000, 100); err != nil {
		return nil, err
	}
	if page.Page, err = v.between("pg", 0, math.MaxInt32, 0); err != nil {
		return nil, err
	}
	counts, err := s.store.counts(ctx, job)
	if err != nil {
		return nil, err
	}
	page.Count = counts.of(status)
	page.Uploads, err = s.store.uploads(ctx, job, status, page.Show, page.Page)
	return page, err
}

func (st *store) uploads(ctx context.Context, job int64, status api.Status, show, pg int) ([]api.Upload, error) {
	which, args := "SELECT upload_id FROM uploads WHERE job_id = ?", []any{job}
	if status != "" {
		which, args = which+" AND status = ?", append(args, string(status))
	}
	// The page is found first, so that nothing is looked up for what comes before it.
	query := uploadColumns("name") + "WHERE u.upload_id IN (" + which + " ORDER BY upload_id LIMIT ? OFFSET ?) ORDER BY u.upload_id" // #nosec G202 -- of constants; values are bound
	rows, err := st.reader.QueryContext(ctx, query, append(args, show, int64(show)*int64(pg))...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	uploads := []api.Upload{}
	for rows.Next() {
		up, err := scanUpload(rows)
		if err != nil {
			return nil, err
		}
		uploads = append(uploads, up)
	}
	return uploads, rows.Err()
}

// uploadColumns selects uploads for scanUpload, with their sources told by that column where it
// isn't empty.
func uploadColumns(source string) string {
	return fmt.Sprintf(`SELECT u.upload_id, u.job_id, u.status, u.formats, u.meta, u.error, coalesce(u.update_to, 0),
		coalesce(t.track_id, 0), coalesce(t.searchable_at, 0),
		(SELECT json_group_array(%s) FROM (SELECT %s FROM sources s WHERE s.upload_id = u.upload_id AND %s <> '' ORDER BY s.ord))
		FROM uploads u LEFT JOIN tracks t ON u.status = 'published' AND t.published_at IS NOT NULL
			AND t.track_id = coalesce(u.update_to, (SELECT track_id FROM tracks o WHERE o.upload_id = u.upload_id)) `,
		source, source, source)
}

func scanUpload(row interface{ Scan(into ...any) error }) (api.Upload, error) {
	var up api.Upload
	var formats, meta, sources string
	var searchable int64
	err := row.Scan(&up.UploadID, &up.JobID, &up.Status, &formats, &meta, &up.Error, &up.UpdateTo, &up.TrackID, &searchable, &sources)
	if err != nil {
		return up, err
	}
	if up.UpdateTo != 0 {
		up.UploadID, up.UpdateID = 0, up.UploadID
	}
	if searchable != 0 {
		up.SearchableAt = time.UnixMilli(searchable).UTC()
	}
	if up.Formats, err = api.ParseFormats(formats); err != nil {
		return up, err
	}
	if err := json.Unmarshal([]byte(meta), &up.Meta); err != nil {
		return up, fmt.Errorf("read the metadata of upload %d: %w", up.UploadID, err)
	}
	if err := json.Unmarshal([]byte(sources), &up.Sources); err != nil {
		return up, fmt.Errorf("read the sources of upload %d: %w", up.UploadID, err)
	}
	return up, nil
}
