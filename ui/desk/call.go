package desk

import (
	"cmp"
	"context"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// effect is what an answer changes, told to the seat on the desk's goroutine.
type effect func() ledger.Change

// call copies what the call of an item needs, and returns it.
func (s *seat) call(i *ledger.Item) func(context.Context, Site) (effect, error) {
	j := s.jobs[i.Job]
	var jobID int64
	if j != nil && !j.Main {
		jobID = j.JobID
	}
	switch i.Kind {
	case ledger.CreateJob:
		name, email := j.Name, i.OnComplete
		return func(ctx context.Context, site Site) (effect, error) {
			made, err := site.CreateJob(ctx, api.NewJob{Name: name, Email: email})
			return func() ledger.Change { return s.jobMade(j, made) }, err
		}
	case ledger.AddUpload:
		u := s.list.get(i.Upload)
		address, formats, meta, offer := u.Source, apiFormats(i.Formats), i.Meta, s.offer()
		return func(ctx context.Context, site Site) (effect, error) {
			if !isAddress(address) {
				offered, err := offer(address)
				if err != nil {
					return nil, &api.Error{Op: "upload", Kind: api.BadRequest, Message: err.Error(), Err: err}
				}
				address = offered
			}
			sent, err := site.Upload(ctx, api.NewUpload{URL: address, JobID: jobID, Formats: formats, Meta: meta})
			return func() ledger.Change { return s.uploaded(cmp.Or(s.list.get(u.Row), u), sent) }, err
		}
	case ledger.SetFormats:
		u, item := s.list.get(i.Upload), *i
		uploadID, formats := u.UploadID, apiFormats(i.Formats)
		return func(ctx context.Context, site Site) (effect, error) {
			set, err := site.SetFormats(ctx, uploadID, formats)
			return func() ledger.Change { return s.formatsSet(item, set) }, err
		}
	case ledger.SetMeta:
		u, item := s.list.get(i.Upload), *i
		uploadID := u.UploadID
		return func(ctx context.Context, site Site) (effect, error) {
			set, err := site.SetMetadata(ctx, uploadID, item.Meta, nil)
			return func() ledger.Change { return s.metaSet(item, set) }, err
		}
	case ledger.Delete:
		u := s.list.get(i.Upload)
		uploadID := u.UploadID
		return func(ctx context.Context, site Site) (effect, error) {
			_, err := site.Delete(ctx, api.DeleteRequest{UploadID: uploadID})
			return func() ledger.Change { return s.removed(u) }, err
		}
	}
	onComplete := i.OnComplete
	return func(ctx context.Context, site Site) (effect, error) { // ledger.Publish
		started, err := site.Publish(ctx, api.PublishRequest{JobID: jobID, OnComplete: onComplete})
		return func() ledger.Change { return s.published(j, started, onComplete) }, err
	}
}
