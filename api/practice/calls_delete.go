package practice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"pressroom/api"
)

// deleteAnswer is api.Deleted with the word that answers begin with.
type deleteAnswer struct {
	Result string `json:"result"`
	api.Deleted
}

// delete takes an upload or an update out of the queue, or with ALL every one there is, in whatever
// job. What is published, or on its way, stays.
func (s *Site) delete(ctx context.Context, v values, e *entry) (any, error) {
	all := strings.EqualFold(v.text("upload_id"), "ALL")
	var upload int64
	var err error
	if !all {
		upload, _, err = v.number("upload_id")
	}
	if err != nil {
		return nil, err
	}
	update, _, err := v.number("update_id")
	if err != nil {
		return nil, err
	}
	if update != 0 && (all || upload != 0) || update == 0 && !all && upload == 0 {
		return nil, refuse(http.StatusBadRequest, "Name one of upload_id and update_id.")
	}
	e.upload = max(upload, update)
	answer := deleteAnswer{Result: "success", Deleted: api.Deleted{Count: 1}}
	err = s.store.update(ctx, func(db execer) error {
		if all {
			answer.Count, err = deleteWaiting(ctx, db, "")
			return err
		}
		return deleteOne(ctx, db, upload, update)
	})
	if err != nil {
		return nil, err
	}
	return answer, nil
}

func deleteOne(ctx context.Context, db execer, upload, update int64) error {
	kind, which := "upload", "update_to IS NULL"
	if update != 0 {
		kind, which = "update", "update_to IS NOT NULL"
	}
	id := max(upload, update)
	var status api.Status
	err := db.QueryRowContext(ctx, "SELECT status FROM uploads WHERE upload_id = ? AND "+which, id).Scan(&status)
	if errors.Is(err, sql.ErrNoRows) {
		return refuse(http.StatusNotFound, "There is no %s %d.", kind, id)
	}
	if err != nil {
		return err
	}
	deleted, err := deleteWaiting(ctx, db, " AND upload_id = ?", id)
	if err == nil && deleted == 0 {
		return refuse(http.StatusBadRequest, "The %s %d can't be deleted: it is %s.", kind, id, status)
	}
	return err
}

// deleteWaiting deletes those uploads of the queue that a condition holds for, with the track numbers
// that errored ones had been given.
func deleteWaiting(ctx context.Context, db execer, and string, args ...any) (deleted int, err error) {
	which := "status IN ('uploaded', 'errored')" + and
	_, err = db.ExecContext(ctx, fmt.Sprintf(`DELETE FROM tracks WHERE published_at IS NULL
		AND upload_id IN (SELECT upload_id FROM uploads WHERE %s)`, which), args...)
	if err != nil {
		return 0, err
	}
	done, err := db.ExecContext(ctx, "DELETE FROM uploads WHERE "+which, args...)
	if err != nil {
		return 0, err
	}
	n, err := done.RowsAffected()
	return int(n), err
}
