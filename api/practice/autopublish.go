package practice

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// autopublishLater does what an upload means for its job's publishing itself: 10 minutes after the
// last upload that asked for it, or as soon as 1,000 wait, which it says. Source: the documentation
// of upload.
func (s *Site) autopublishLater(ctx context.Context, db execer, n newUpload) (full bool, err error) {
	if n.autopublish {
		_, err := db.ExecContext(ctx, "UPDATE jobs SET autopublish_at = ? WHERE job_id = ?",
			time.Now().Add(s.tuning.autopublishIdle).UnixMilli(), n.job)
		if err != nil {
			return false, err
		}
	}
	err = db.QueryRowContext(ctx, "SELECT autopublish_at IS NOT NULL AND uploaded >= ? FROM jobs WHERE job_id = ?",
		s.tuning.autopublishAt, n.job).Scan(&full)
	if err == nil && full {
		_, err = queueJob(ctx, db, n.job)
	}
	return full, err
}

// autopublish publishes jobs whose time has come, until the site closes.
func (s *Site) autopublish(ctx context.Context) {
	s.whenDue(ctx, &s.promised, func() (due time.Time, do func(), err error) {
		job, due, err := s.store.nextAutopublish(ctx)
		if err != nil || job == 0 {
			return due, nil, err
		}
		return due, func() { s.autopublishJob(ctx, job) }, nil
	})
}

func (s *Site) autopublishJob(ctx context.Context, job int64) {
	var queued int
	err := s.store.update(ctx, func(db execer) error {
		var due bool
		// An upload may have put it off since it was looked at.
		err := db.QueryRowContext(ctx, "SELECT coalesce(autopublish_at <= ?, 0) FROM jobs WHERE job_id = ?", now(), job).Scan(&due)
		if err == nil && due {
			queued, err = queueJob(ctx, db, job)
		}
		return err
	})
	if err != nil {
		s.log.Error("a job could not publish itself", "job", job, "error", err)
		pause(ctx, s.tuning.storePause)
		return
	}
	s.log.Info("a job published itself", "job", job, "queued", queued)
	s.queued.ring()
}

// nextAutopublish is the job that publishes itself first, now or later; 0: none does.
func (st *store) nextAutopublish(ctx context.Context) (job int64, due time.Time, err error) {
	var at int64
	err = st.reader.QueryRowContext(ctx, `SELECT job_id, autopublish_at FROM jobs WHERE autopublish_at IS NOT NULL
		ORDER BY autopublish_at LIMIT 1`).Scan(&job, &at)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return job, time.UnixMilli(at), err
}
