package practice

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"pressroom/api"
)

// completion is what an oncomplete address is sent.
type completion struct {
	JobID  int64        `json:"job_id"`
	Name   string       `json:"name"`
	Counts settled      `json:"counts"`
	Tracks []doneUpload `json:"tracks"`
}

type settled struct {
	Done    int `json:"d"`
	Errored int `json:"e"`
}

type doneUpload struct {
	UploadID int64 `json:"upload_id"`
	TrackID  int64 `json:"track_id"`
}

// callback is one oncomplete that waits to be told.
type callback struct {
	id      int64
	job     int64
	target  string
	body    string
	tries   int
	next    int64 // when the next try is due, in milliseconds
	created int64 // in milliseconds
}

// addCallback keeps what is to be told of a job that came to its end, in the transaction in which it
// did: whatever happens to the site afterwards, it will be told.
func addCallback(ctx context.Context, db execer, job int64, target string) error {
	told := completion{JobID: job, Tracks: []doneUpload{}}
	err := db.QueryRowContext(ctx, "SELECT name, published, errored FROM jobs WHERE job_id = ?", job).
		Scan(&told.Name, &told.Counts.Done, &told.Counts.Errored)
	if err != nil {
		return err
	}
	rows, err := db.QueryContext(ctx, `SELECT u.upload_id, t.track_id FROM uploads u JOIN tracks t USING (upload_id)
		WHERE u.job_id = ? AND u.status = ? ORDER BY u.upload_id`, job, string(api.Published))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var one doneUpload
		if err := rows.Scan(&one.UploadID, &one.TrackID); err != nil {
			return err
		}
		told.Tracks = append(told.Tracks, one)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	body, err := json.Marshal(told)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `INSERT INTO callbacks (job_id, target, body, state, next_at, created_at)
		VALUES (?1, ?2, ?3, 'waiting', ?4, ?4)`, job, target, string(body), now())
	return err
}

// tell tells what is waiting to be told, until the site closes.
func (s *Site) tell(ctx context.Context) {
	s.whenDue(ctx, &s.completed, func() (due time.Time, do func(), err error) {
		next, found, err := s.store.nextCallback(ctx)
		if err != nil || !found {
			return due, nil, err
		}
		return time.UnixMilli(next.next), func() { s.tellOne(ctx, next) }, nil
	})
}

// tellOne makes one try, and writes down how it went.
func (s *Site) tellOne(ctx context.Context, c callback) {
	err := s.send(ctx, c)
	if ctx.Err() != nil {
		return // not the receiver's fault: tried again at the next Open
	}
	state := "done"
	c.tries++
	if err != nil {
		state = "waiting"
		if c.tries > len(s.tuning.callbackPauses) {
			state = "failed"
		} else {
			c.next = time.Now().Add(s.tuning.callbackPauses[c.tries-1]).UnixMilli()
		}
		s.log.Warn("an oncomplete was not taken", "job", c.job, "try", c.tries, "then", state, "error", err)
	} else {
		s.log.Info("told that a job is complete", "job", c.job, "try", c.tries)
	}
	if err := s.store.settleCallback(ctx, c, state); err != nil {
		s.log.Error("what was told could not be kept", "job", c.job, "error", err)
		pause(ctx, s.tuning.storePause)
	}
}

func (s *Site) send(ctx context.Context, c callback) error {
	if !strings.Contains(c.target, "://") {
		return s.sendEmail(ctx, c)
	}
	ctx, cancel := context.WithTimeout(ctx, s.tuning.callbackWait)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.target, bytes.NewReader([]byte(c.body)))
	if err != nil {
		return errors.New("the address can't be read")
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := s.client.Do(request)
	if err != nil {
		return withoutAddress(err)
	}
	defer response.Body.Close()
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10) // so that the connection can be used again
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("it answered %d", response.StatusCode)
	}
	return nil
}

// nextCallback is the one that is due first, now or later.
func (st *store) nextCallback(ctx context.Context) (c callback, found bool, err error) {
	err = st.reader.QueryRowContext(ctx, `SELECT callback_id, job_id, target, body, tries, next_at, created_at FROM callbacks
		WHERE state = 'waiting' ORDER BY next_at LIMIT 1`).Scan(&c.id, &c.job, &c.target, &c.body, &c.tries, &c.next, &c.created)
	if errors.Is(err, sql.ErrNoRows) {
		return c, false, nil
	}
	return c, err == nil, err
}

func (st *store) settleCallback(ctx context.Context, c callback, state string) error {
	return st.update(ctx, func(db execer) error {
		_, err := db.ExecContext(ctx, "UPDATE callbacks SET state = ?, tries = ?, next_at = ? WHERE callback_id = ?",
			state, c.tries, c.next, c.id)
		return err
	})
}
