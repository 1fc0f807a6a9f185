package api

import (
	"context"
	"errors"
	"net/url"
	"strconv"
)

// DeleteRequest is what [Client.Delete] takes: exactly one of the three.
type DeleteRequest struct {
	UploadID int64 // of an upload that is not published
	UpdateID int64 // of a new file for a published track that is not published itself
	All      bool  // everything in the import queue, whoever queued it
}

// Delete takes something out of the import queue. Source: the public documentation of delete, which
// does not say what it answers.
//
// A call that failed and may have happened ([Error.MayHaveHappened]) must not simply be repeated.
func (c *Client) Delete(ctx context.Context, r DeleteRequest) (Deleted, error) {
	const op = "delete"
	form := url.Values{}
	if r.UploadID > 0 {
		form.Set("upload_id", strconv.FormatInt(r.UploadID, 10))
	}
	if r.UpdateID > 0 {
		form.Set("update_id", strconv.FormatInt(r.UpdateID, 10))
	}
	named := len(form)
	if r.All {
		form.Set("upload_id", "ALL")
		named++
	}
	if named != 1 || r.UploadID < 0 || r.UpdateID < 0 {
		return Deleted{}, badRequest(op, errors.New("name one of an upload, an update and everything"))
	}
	return call(ctx, c, op, form, func(_ *Deleted, a answer) error {
		if result := a.result(); result != "success" && (result != "" || a.failed) {
			return errors.New("the answer does not say that it was deleted")
		}
		return nil
	})
}
