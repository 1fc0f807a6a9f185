package desk

import (
	"context"
	"errors"
	"iter"

	"pressroom/api"
)

// Site is what the desk asks of a site; *api.Client is one.
type Site interface {
	CreateJob(ctx context.Context, r api.NewJob) (api.Job, error)
	Upload(ctx context.Context, r api.NewUpload) (api.Upload, error)
	SetFormats(ctx context.Context, uploadID int64, formats []api.Format) (api.FormatsSet, error)
	SetMetadata(ctx context.Context, uploadID int64, meta map[string]string, formats []api.Format) (api.MetadataSet, error)
	AvailableFields(ctx context.Context) ([]string, error)
	Delete(ctx context.Context, r api.DeleteRequest) (api.Deleted, error)
	Publish(ctx context.Context, r api.PublishRequest) (api.PublishStarted, error)
	CheckJob(ctx context.Context, jobID int64) (api.Counts, error)
	List(ctx context.Context, r api.ListRequest) (api.Page, error)
	ListAll(ctx context.Context, r api.ListRequest) iter.Seq2[api.Upload, error]
}

// PracticeSite is the site on this machine, once it runs.
type PracticeSite struct {
	Address, Key string
	// Offer makes a file of this machine fetchable by the practice site and returns its address.
	Offer func(path string) (string, error)
}

// KeyStore keeps the keys of sites: the OS keyring, in the finished program. Every method but Asking may
// take as long as ctx allows, and is never called on the UI goroutine. What keeps a keyring from answering
// is a [KeyringError].
type KeyStore interface {
	// Key returns the key kept for a site's address, or [ErrNoKey] where none is kept.
	Key(ctx context.Context, address string) (string, error)
	// KeepKey keeps a key, in place of any earlier one.
	KeepKey(ctx context.Context, address, key string) error
	// ForgetKey removes the key of an address; that there is none is no error.
	ForgetKey(ctx context.Context, address string) error
	// Asking tells whether the keyring has put a question to the person that is not answered yet.
	Asking() bool
}

// Note is one native notification: plain text, at most a line of title and a few of body.
type Note struct {
	// Job is the row of the job that it is about. A later note of the same job takes its place, and a click
	// on it leads there.
	Job         int64
	Title, Body string
}

// Notifier shows native notifications.
type Notifier interface {
	Notify(ctx context.Context, n Note) error
}

// ErrNoKey is what a [KeyStore] answers where it has no key for an address. Errors wrap it.
var ErrNoKey = errors.New("no key is kept for this site")
