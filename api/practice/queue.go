package practice

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"pressroom/api"
)

// item is an upload whose turn to be published has come.
type item struct {
	upload  int64
	job     int64
	track   int64 // the number it will have as a track
	lease   string
	update  bool // it is a new file for that track
	alone   bool // its job's end doesn't wait for it
	formats []api.Format
	meta    map[string]string
	sources []source // at least one
}

// claim takes the next queued upload for the worker of that lease; false: there is none.
func (st *store) claim(ctx context.Context, lease string) (item, bool, error) {
	it := item{lease: lease}
	var waiting bool
	// Looked for beside the writer: workers that find nothing must not hold up those who write.
	err := st.reader.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM uploads WHERE status = 'queued')").Scan(&waiting)
	if err != nil || !waiting {
		return it, false, err
	}
	err = st.update(ctx, func(db execer) error {
		var formats, meta string
		var updateTo int64
		// Two files for one track are not published at once: the later one is to stand in the end.
		err := db.QueryRowContext(ctx, `UPDATE uploads SET status = 'publishing', lease = ?, leased_at = ?
			WHERE upload_id = (SELECT upload_id FROM uploads WHERE status = 'queued' AND (update_to IS NULL OR update_to NOT IN
				(SELECT update_to FROM uploads WHERE status = 'publishing' AND update_to IS NOT NULL)) ORDER BY upload_id LIMIT 1)
			RETURNING upload_id, job_id, formats, meta, coalesce(update_to, 0), immediate`, lease, now()).
			Scan(&it.upload, &it.job, &formats, &meta, &updateTo, &it.alone)
		if err != nil {
			return err
		}
		if it.formats, err = api.ParseFormats(formats); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(meta), &it.meta); err != nil {
			return err
		}
		if it.sources, err = sourcesOf(ctx, db, it.upload); err != nil {
			return err
		}
		if updateTo != 0 {
			it.track, it.update = updateTo, true
			return nil
		}
		// A second turn finds the number of the first: what that one may have written is replaced.
		if _, err := db.ExecContext(ctx, "INSERT OR IGNORE INTO tracks (upload_id) VALUES (?)", it.upload); err != nil {
			return err
		}
		return db.QueryRowContext(ctx, "SELECT track_id FROM tracks WHERE upload_id = ?", it.upload).Scan(&it.track)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return it, false, nil // another worker was quicker
	}
	return it, err == nil, err
}

func sourcesOf(ctx context.Context, db execer, upload int64) ([]source, error) {
	rows, err := db.QueryContext(ctx, "SELECT address, name, format FROM sources WHERE upload_id = ? ORDER BY ord", upload)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []source
	for rows.Next() {
		var one source
		if err := rows.Scan(&one.address, &one.name, &one.format); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// result is what became of an item.
type result struct {
	meta       map[string]string
	formats    []api.Format // that were made
	containers []string     // of the sources in their order, by their content, as far as they were looked into
	failed     *failure     // nil: it is published
}

// errNotMine says that an upload is not being published by that worker.
var errNotMine = errors.New("the upload is not this worker's any more")

// settle writes down what became of an item, and when it was the job's last, what is to be told of
// the job; it says whether that is so.
func (st *store) settle(ctx context.Context, it item, r result, searchable time.Time) (complete bool, err error) {
	err = st.update(ctx, func(db execer) error {
		complete = false
		if err := settleUpload(ctx, db, it, r, searchable); err != nil || it.alone {
			return err
		}
		var more bool
		var told string
		err := db.QueryRowContext(ctx, `SELECT oncomplete, EXISTS (SELECT 1 FROM uploads u
			WHERE u.job_id = jobs.job_id AND status IN ('queued', 'publishing') AND immediate = 0)
			FROM jobs WHERE job_id = ?`, it.job).Scan(&told, &more)
		if err != nil || more {
			return err
		}
		complete = true
		return addCallback(ctx, db, it.job, told)
	})
	return complete, err
}

func settleUpload(ctx context.Context, db execer, it item, r result, searchable time.Time) error {
	status, reason, again := api.Published, "", 0
	if r.failed != nil {
		status, reason = api.Errored, r.failed.reason
		if r.failed.again {
			again = 1
		}
	}
	meta, err := json.Marshal(r.meta)
	if err != nil {
		return err
	}
	done, err := db.ExecContext(ctx, `UPDATE uploads SET status = ?, error = ?, again = ?, meta = ?, lease = NULL, leased_at = NULL
		WHERE upload_id = ? AND status = 'publishing' AND lease = ?`, string(status), reason, again, string(meta), it.upload, it.lease)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, errNotMine)
	}
	for ord, container := range r.containers {
		if _, err := db.ExecContext(ctx, "UPDATE sources SET format = ? WHERE upload_id = ? AND ord = ?", container, it.upload, ord); err != nil {
			return err
		}
	}
	switch {
	case status != api.Published:
		return nil
	case it.update:
		return settleUpdate(ctx, db, it, r)
	}
	_, err = db.ExecContext(ctx, "UPDATE tracks SET published_at = ?, searchable_at = ? WHERE track_id = ?",
		now(), searchable.UnixMilli(), it.track)
	return err
}

// settleUpdate tells a track's upload what a new file changed.
func settleUpdate(ctx context.Context, db execer, it item, r result) error {
	up, err := scanUpload(db.QueryRowContext(ctx, uploadColumns("name")+
		"WHERE u.upload_id = (SELECT upload_id FROM tracks WHERE track_id = ?)", it.track))
	if err != nil {
		return err
	}
	up.Formats, up.Meta = api.SortFormats(append(up.Formats, r.formats...)), mergeMeta(up.Meta, it.meta)
	if err := writeUpload(ctx, db, up); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE uploads SET formats = ? WHERE upload_id = ?", api.JoinFormats(r.formats), it.upload)
	return err
}
