package practice

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"pressroom/api"
)

// item is an upload whose turn to be published has come.
type item struct {
	upload  int64
	job     int64
	track   int64 // the number it will have as a track
	lease   string
	formats []api.Format
	meta    map[string]string
	source  source
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
		err := db.QueryRowContext(ctx, `UPDATE uploads SET status = 'publishing', lease = ?, leased_at = ?
			WHERE upload_id = (SELECT upload_id FROM uploads WHERE status = 'queued' ORDER BY upload_id LIMIT 1)
			RETURNING upload_id, job_id, formats, meta`, lease, now()).Scan(&it.upload, &it.job, &formats, &meta)
		if err != nil {
			return err
		}
		if it.formats, err = api.ParseFormats(formats); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(meta), &it.meta); err != nil {
			return err
		}
		err = db.QueryRowContext(ctx, "SELECT address, name, format FROM sources WHERE upload_id = ? ORDER BY ord LIMIT 1",
			it.upload).Scan(&it.source.address, &it.source.name, &it.source.format)
		if err != nil {
			return err
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

// result is what became of an item.
type result struct {
	meta   map[string]string
	format string   // of the source, by its content; empty where that is not known
	failed *failure // nil: it is published
}

// errNotMine says that an upload is not being published by that worker.
var errNotMine = errors.New("the upload is not this worker's any more")

// settle writes down what became of an item, and when it was the job's last, what is to be told of
// the job; it says whether that is so.
func (st *store) settle(ctx context.Context, it item, r result) (complete bool, err error) {
	err = st.update(ctx, func(db execer) error {
		complete = false
		if err := settleUpload(ctx, db, it, r); err != nil {
			return err
		}
		c, told, err := jobState(ctx, db, it.job)
		if err != nil || c.Queued > 0 || c.InProgress > 0 {
			return err
		}
		complete = true
		return addCallback(ctx, db, it.job, told)
	})
	return complete, err
}

func settleUpload(ctx context.Context, db execer, it item, r result) error {
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
	if r.format != "" {
		if _, err := db.ExecContext(ctx, "UPDATE sources SET format = ? WHERE upload_id = ? AND ord = 0", r.format, it.upload); err != nil {
			return err
		}
	}
	if status == api.Published {
		_, err = db.ExecContext(ctx, "UPDATE tracks SET published_at = ? WHERE track_id = ?", now(), it.track)
	}
	return err
}

// jobState is a job's counts inside a transaction, and whom it tells of its end.
func jobState(ctx context.Context, db execer, job int64) (c api.Counts, told string, err error) {
	err = db.QueryRowContext(ctx, "SELECT queued, publishing, published, errored, oncomplete FROM jobs WHERE job_id = ?", job).
		Scan(&c.Queued, &c.InProgress, &c.Done, &c.Errored, &told)
	return c, told, err
}
