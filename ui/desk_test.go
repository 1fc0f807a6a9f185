package ui

import (
	"fmt"
	"slices"
	"testing"

	"pressroom/ui/desk"
)

// fakeDesk takes every intent and remembers it in words.
type fakeDesk struct{ intents []string }

func (d *fakeDesk) note(format string, values ...any) {
	d.intents = append(d.intents, fmt.Sprintf(format, values...))
}

func (d *fakeDesk) OpenPractice()               { d.note("open the practice site") }
func (d *fakeDesk) ShowSite(id string)          { d.note("show site %s", id) }
func (d *fakeDesk) ForgetKey(id string)         { d.note("forget the key of %s", id) }
func (d *fakeDesk) Refresh()                    { d.note("refresh") }
func (d *fakeDesk) Filter(text string)          { d.note("filter %q", text) }
func (d *fakeDesk) SortBy(column desk.Column)   { d.note("sort by %s", column) }
func (d *fakeDesk) Select(ids []int64)          { d.note("select %v", ids) }
func (d *fakeDesk) SetFormat(f string, on bool) { d.note("set %s %v", f, on) }
func (d *fakeDesk) CreateJob(name string)       { d.note("create job %q", name) }
func (d *fakeDesk) Review(job int64)            { d.note("review job %d", job) }
func (d *fakeDesk) CancelReview()               { d.note("cancel the review") }
func (d *fakeDesk) Publish()                    { d.note("publish") }
func (d *fakeDesk) Stop()                       { d.note("stop") }
func (d *fakeDesk) Retry()                      { d.note("retry") }
func (d *fakeDesk) Undo()                       { d.note("undo") }
func (d *fakeDesk) Remove(ids []int64)          { d.note("remove %v", ids) }

func (d *fakeDesk) Connect(name, address, key string) {
	d.note("connect %q at %q with %q", name, address, key)
}

func (d *fakeDesk) AddTracks(sources []string, job int64) {
	d.note("add %q to job %d", sources, job)
}

func (d *fakeDesk) Settle(item int64, happened bool, id int64) {
	d.note("settle %d as %v with number %d", item, happened, id)
}

// got fails unless the desk was asked exactly this since the last time.
func (d *fakeDesk) got(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(d.intents, want) {
		t.Errorf("the desk was asked %q, want %q", d.intents, want)
	}
	d.intents = nil
}
