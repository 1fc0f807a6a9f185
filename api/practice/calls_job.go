package practice

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"net/mail"
	"net/url"
	"strings"

	"pressroom/api"
)

func (s *Site) createJob(ctx context.Context, v values, e *entry) (any, error) {
	name := plainText(v.text("name"), 200)
	told := contact
	if email := v.text("email"); email != "" {
		address, err := mail.ParseAddress(email)
		if err != nil {
			return nil, refuse(http.StatusBadRequest, "The email is not an email address.")
		}
		told = address.Address
	}
	var job api.Job
	err := s.store.update(ctx, func(db execer) error {
		return db.QueryRowContext(ctx, "INSERT INTO jobs (name, oncomplete, created_at) VALUES (?, ?, ?) RETURNING job_id",
			name, told, now()).Scan(&job.JobID)
	})
	e.job = job.JobID
	return job, err
}

// publishAnswer is api.PublishStarted with the word that answers begin with.
type publishAnswer struct {
	Result string `json:"result"`
	api.PublishStarted
}

// publish queues what is uploaded in the job at this moment, and what the site itself failed at
// earlier. What is uploaded later waits for the next publish.
func (s *Site) publish(ctx context.Context, v values, e *entry) (any, error) {
	job, err := s.jobOf(v, e)
	if err != nil {
		return nil, err
	}
	told, err := oncomplete(v)
	if err != nil {
		return nil, err
	}
	answer := publishAnswer{Result: "success", PublishStarted: api.PublishStarted{JobID: job}}
	err = s.store.update(ctx, func(db execer) error {
		if err := setOncomplete(ctx, db, job, told); err != nil {
			return err
		}
		if answer.Queued, err = queueJob(ctx, db, job); err != nil {
			return err
		}
		return db.QueryRowContext(ctx, "SELECT oncomplete FROM jobs WHERE job_id = ?", job).Scan(&answer.OnComplete)
	})
	if err != nil {
		return nil, err
	}
	s.queued.ring()
	return answer, nil
}

// queueJob queues what a job holds, and has it publish itself no more. An update that failed at once
// goes with its job this time, which waits for it as for any other.
func queueJob(ctx context.Context, db execer, job int64) (queued int, err error) {
	done, err := db.ExecContext(ctx, `UPDATE uploads SET status = 'queued', error = '', again = 0, immediate = 0
		WHERE job_id = ? AND (status = 'uploaded' OR (status = 'errored' AND again = 1))`, job)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	if err != nil {
		return 0, err
	}
	_, err = db.ExecContext(ctx, "UPDATE jobs SET autopublish_at = NULL WHERE job_id = ? AND autopublish_at IS NOT NULL", job)
	return int(n), err
}

func (s *Site) checkJob(ctx context.Context, v values, e *entry) (any, error) {
	job, err := v.must("job_id")
	if err != nil {
		return nil, err
	}
	e.job = job
	counts, err := s.store.counts(ctx, job)
	return counts.Counts, err
}

// jobCounts is how many uploads of a job have each status.
type jobCounts struct {
	api.Counts
	uploaded int
}

func (c jobCounts) of(status api.Status) int {
	switch status {
	case api.Uploaded:
		return c.uploaded
	case api.Queued:
		return c.Queued
	case api.Publishing:
		return c.InProgress
	case api.Published:
		return c.Done
	case api.Errored:
		return c.Errored
	}
	return c.uploaded + c.Total()
}

func (st *store) counts(ctx context.Context, job int64) (jobCounts, error) {
	var c jobCounts
	err := st.reader.QueryRowContext(ctx,
		"SELECT uploaded, queued, publishing, published, errored FROM jobs WHERE job_id = ?", job).
		Scan(&c.uploaded, &c.Queued, &c.InProgress, &c.Done, &c.Errored)
	if errors.Is(err, sql.ErrNoRows) {
		return c, noJob(job)
	}
	return c, err
}

func noJob(job int64) error { return refuse(http.StatusNotFound, "There is no job %d.", job) }

// jobOf is the job that a call is about: the main job where none is named.
func (s *Site) jobOf(v values, e *entry) (int64, error) {
	job, given, err := v.number("job_id")
	if !given {
		job = s.store.main
	}
	e.job = job
	return job, err
}

// oncomplete is whom a call names to be told of the job's end: an http(s) address, an email address,
// or nobody.
func oncomplete(v values) (string, error) {
	told := v.text("oncomplete")
	if told == "" {
		return "", nil
	}
	if strings.Contains(told, "://") {
		if u, err := url.Parse(told); err == nil && isWeb(u) {
			return told, nil
		}
	} else if address, err := mail.ParseAddress(told); err == nil {
		return address.Address, nil
	}
	return "", refuse(http.StatusBadRequest, "The oncomplete is neither an http(s) address nor an email address.")
}

// setOncomplete overwrites whom the job tells, unless nobody is named; it refuses a job that is not
// there.
func setOncomplete(ctx context.Context, db execer, job int64, told string) error {
	done, err := db.ExecContext(ctx,
		"UPDATE jobs SET oncomplete = CASE WHEN ?1 = '' THEN oncomplete ELSE ?1 END WHERE job_id = ?2", told, job)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, noJob(job))
	}
	return nil
}

func isWeb(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
