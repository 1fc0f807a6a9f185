package api

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// NewJob is what [Client.CreateJob] takes. Both may be empty.
type NewJob struct {
	Name  string // one line, such as "Imports for 05/10"
	Email string // told when the job completes; the account's contact where empty
}

// CreateJob creates a publishing job beside the site's main one, to upload to and to publish by its
// id. Source: the public documentation of createJob.
//
// A call that failed and may have happened ([Error.MayHaveHappened]) may have left an empty job.
func (c *Client) CreateJob(ctx context.Context, r NewJob) (Job, error) {
	const op = "createJob"
	form := url.Values{}
	if r.Name = strings.TrimSpace(r.Name); r.Name != "" {
		form.Set("name", r.Name)
	}
	if r.Email = strings.TrimSpace(r.Email); r.Email != "" {
		form.Set("email", r.Email)
	}
	switch {
	case !isOneLine(r.Name):
		return Job{}, badRequest(op, errors.New("the job's name is more than one line"))
	case r.Email != "" && !isEmail(r.Email):
		return Job{}, badRequest(op, errors.New("the email is not an email address"))
	}
	return call(ctx, c, op, form, func(job *Job, _ answer) error {
		if job.JobID == 0 {
			return errors.New("the answer has no job_id")
		}
		return nil
	})
}

// PublishRequest is what [Client.Publish] takes.
type PublishRequest struct {
	JobID int64 // 0 is the site's main job: everything that anyone has queued there
	// OnComplete is an email address, or an http or https URL, that is told once when the job is
	// done. A job has one: this overwrites an earlier one. Empty leaves it as it is.
	OnComplete string
}

// Publish starts to publish every upload of a job. Source: the public documentation of publish.
//
// The answer names the job, which for the main job is not known before. How far it is tells
// [Client.CheckJob].
func (c *Client) Publish(ctx context.Context, r PublishRequest) (PublishStarted, error) {
	const op = "publish"
	form := url.Values{}
	if err := setJob(form, r.JobID); err != nil {
		return PublishStarted{}, badRequest(op, err)
	}
	if err := setOnComplete(form, r.OnComplete); err != nil {
		return PublishStarted{}, badRequest(op, err)
	}
	return call(ctx, c, op, form, func(started *PublishStarted, a answer) error {
		result := a.result()
		switch {
		case result != "success" && (result != "" || a.failed || started.JobID == 0):
			return errors.New("the answer does not say that publishing started")
		case started.JobID == 0 && r.JobID == 0:
			return errors.New("the answer has no job_id")
		case started.JobID == 0:
			started.JobID = r.JobID
		case r.JobID != 0 && started.JobID != r.JobID:
			return errors.New("the answer is about another job")
		}
		return nil
	})
}

// CheckJob tells how far a job is. Counts.Known is false where the site counts nothing, as for a job
// that is not published yet. Which uploads are errored tells [Client.List] alone. Source: the public
// documentation of checkJob; that an answer may be empty is not in it.
//
// The call changes nothing and may be repeated.
func (c *Client) CheckJob(ctx context.Context, jobID int64) (Counts, error) {
	const op = "checkJob"
	if jobID <= 0 {
		return Counts{}, badRequest(op, errors.New("the job id is missing"))
	}
	form := url.Values{"job_id": {strconv.FormatInt(jobID, 10)}}
	return call(ctx, c, op, form, func(counts *Counts, a answer) error {
		if a.failed && !counts.Known {
			return errors.New("the answer has no counts")
		}
		return nil
	})
}
