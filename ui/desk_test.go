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

func (d *fakeDesk) OpenPractice() { d.note("open the practice site") }
func (d *fakeDesk) Arrive(practice bool, address string, tracks []string) {
	d.note("arrive: practice %v, %q, %q", practice, address, tracks)
}

func (d *fakeDesk) ShowSite(id string)          { d.note("show site %s", id) }
func (d *fakeDesk) ForgetKey(id string)         { d.note("forget the key of %s", id) }
func (d *fakeDesk) TryKeyring(id string)        { d.note("try the keyring for %s", id) }
func (d *fakeDesk) RemoveSite(id string)        { d.note("remove %s", id) }
func (d *fakeDesk) OpenJob(row int64)           { d.note("open job %d", row) }
func (d *fakeDesk) Refresh()                    { d.note("refresh") }
func (d *fakeDesk) Filter(text string)          { d.note("filter %q", text) }
func (d *fakeDesk) SortBy(column desk.Column)   { d.note("sort by %s", column) }
func (d *fakeDesk) Select(ids []int64)          { d.note("select %v", ids) }
func (d *fakeDesk) SetFormat(f string, on bool) { d.note("set %s %v", f, on) }
func (d *fakeDesk) Review(job int64)            { d.note("review job %d", job) }
func (d *fakeDesk) CancelReview()               { d.note("cancel the review") }
func (d *fakeDesk) Stop()                       { d.note("stop") }
func (d *fakeDesk) Retry()                      { d.note("retry") }
func (d *fakeDesk) Undo()                       { d.note("undo") }
func (d *fakeDesk) Redo()                       { d.note("redo") }
func (d *fakeDesk) ApplyFormats(list string)    { d.note("apply %s", list) }
func (d *fakeDesk) ExportPresets(path string)   { d.note("export presets to %s", path) }
func (d *fakeDesk) ImportPresets(path string)   { d.note("import presets from %s", path) }
func (d *fakeDesk) EditMetadata()               { d.note("edit metadata") }
func (d *fakeDesk) LeaveMetadata()              { d.note("leave the metadata") }
func (d *fakeDesk) ShowJob(row int64)           { d.note("show job %d", row) }
func (d *fakeDesk) RetryFailed(job int64)       { d.note("retry what failed of job %d", job) }
func (d *fakeDesk) FindJobs(query string)       { d.note("find jobs %q", query) }
func (d *fakeDesk) LeaveJobs()                  { d.note("leave the jobs") }
func (d *fakeDesk) FindActivity(query string)   { d.note("find %q in the log", query) }
func (d *fakeDesk) LeaveActivity()              { d.note("leave the log") }
func (d *fakeDesk) KeepColumns(arranged string) { d.note("keep the columns %s", arranged) }
func (d *fakeDesk) Require(fields []string)     { d.note("require %q", fields) }
func (d *fakeDesk) AddChecked()                 { d.note("add what was checked") }
func (d *fakeDesk) LeaveAdding()                { d.note("leave what is added") }
func (d *fakeDesk) StopAdding()                 { d.note("stop the check") }
func (d *fakeDesk) AddManifest(job int64)       { d.note("add the list to job %d", job) }
func (d *fakeDesk) LeaveManifest()              { d.note("leave the list") }
func (d *fakeDesk) CopyResults()                { d.note("copy the results") }
func (d *fakeDesk) Remove(ids []int64)          { d.note("remove %v", ids) }

func (d *fakeDesk) SaveDiagnostics(path string, about []desk.Field) {
	d.note("save diagnostics as %s, about %v", path, about)
}

// CreateJob notes an email only where there is one.
func (d *fakeDesk) CreateJob(name, email string) {
	if email != "" {
		d.note("create job %q and tell %q", name, email)
		return
	}
	d.note("create job %q", name)
}

// Publish notes whom the site tells only where that is somebody.
func (d *fakeDesk) Publish(onComplete string) {
	if onComplete != "" {
		d.note("publish and tell %q", onComplete)
		return
	}
	d.note("publish")
}

func (d *fakeDesk) Narrow(field, key string, widen bool) {
	d.note("narrow %s to %q, widen %v", field, key, widen)
}

func (d *fakeDesk) SetPresets(presets []desk.Preset) { d.note("set presets %v", presets) }

func (d *fakeDesk) SetMetadata(fields map[string]string) { d.note("set metadata %v", fields) }

func (d *fakeDesk) ShowTracksOf(job int64, failed bool) {
	d.note("show tracks of job %d, failed %v", job, failed)
}

func (d *fakeDesk) Connect(name, address, key string) {
	d.note("connect %q at %q with %q", name, address, key)
}

func (d *fakeDesk) AddTracks(sources []string, job int64) {
	d.note("add %q to job %d", sources, job)
}

func (d *fakeDesk) Tell(t desk.Telling) {
	d.note("tell: off %v, quiet %v from %v to %v", t.Off, t.Quiet, t.From, t.To)
}

func (d *fakeDesk) MapColumn(column int, choice string) { d.note("column %d holds %q", column, choice) }

func (d *fakeDesk) Export(part desk.Part, job int64, path string) {
	d.note("export %s of job %d to %s", part, job, path)
}

func (d *fakeDesk) SaveReceipt(job int64, path string) {
	d.note("save the receipt of job %d to %s", job, path)
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
