package desk

import (
	"context"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/manifest"
	"pressroom/ui/desk/words"
)

// Part is which tracks are written out.
type Part string

// The parts.
const (
	Selected Part = "selected" // those that are selected, or where none are, all that are shown
	Shown    Part = "shown"    // all that the filter leaves
	OfJob    Part = "job"      // those of one job
)

// Copied is a text for the clipboard.
type Copied struct {
	Number int // each has a higher one than that before
	Text   string
}

// Export writes how things stand with tracks into a file, as its ending says: .csv, .xlsx or .json. The job
// counts where the part is [OfJob]. A file that is written can be added again as a list, and changes nothing.
func (d *Desk) Export(part Part, job int64, path string) {
	d.at(func(s *seat) {
		taken := s.snapshot(part, job)
		var write func(io.Writer, []manifest.Result) error
		switch strings.ToLower(filepath.Ext(path)) {
		case ".csv":
			write = manifest.WriteCSV
		case ".xlsx":
			write = manifest.WriteXLSX
		case ".json":
			write = manifest.WriteJSON
		default:
			d.notice(ToneErrored, words.T("%s has none of the endings .csv, .xlsx and .json. Choose one of them.", filepath.Base(path)))
			return
		}
		if len(taken.uploads) == 0 {
			d.notice(ToneSoft, words.T("There is nothing to write out. Select tracks, or a job that has some."))
			return
		}
		n := len(taken.uploads)
		d.save(path, words.N(n, "The results of %d track", "The results of %d tracks"), func(w io.Writer) error { return write(w, taken.results()) })
	})
}

// CopyResults puts how things stand with the selected tracks into [View.Copied], as text that a spreadsheet
// takes; where none are selected, of all that are shown.
func (d *Desk) CopyResults() {
	d.at(func(s *seat) {
		taken := s.snapshot(Selected, 0)
		away(d, func(context.Context) (string, error) {
			var text strings.Builder
			err := manifest.WriteTSV(&text, taken.results())
			return text.String(), err
		}, func(text string, err error) {
			if err != nil {
				d.Log.Error("copy results", "error", err)
				return // a text in memory can always be written
			}
			number := 1
			if d.copied != nil {
				number = d.copied.Number + 1
			}
			d.copied = &Copied{Number: number, Text: text}
			n := len(taken.uploads)
			d.notice(ToneDone, words.N(n, "The results of %d track are in the clipboard.", "The results of %d tracks are in the clipboard."))
		})
	})
}

// SaveReceipt writes what a job was and what became of it as a page to print.
func (d *Desk) SaveReceipt(job int64, path string) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if j == nil {
			return
		}
		taken := s.snapshot(OfJob, job)
		r := manifest.Receipt{
			Site: s.site.Name, Job: j.Name, JobID: j.JobID, Started: j.Published, Ended: j.Finished, Made: present(),
			Tally: manifest.Tally{Done: j.Done, Errored: j.Errored, InProgress: j.InProgress, Queued: j.Queued},
		}
		d.save(path, words.T("The receipt of “%s”", j.Name), func(w io.Writer) error {
			r.Tracks = taken.results()
			return manifest.WriteReceipt(w, r)
		})
	})
}

// snapshot is tracks as they were at a moment, for a goroutine of its own.
type snapshot struct {
	uploads []*ledger.Upload
	status  []string
	jobs    map[int64]string // names by row
}

// snapshot copies tracks, with all that was asked for so far.
func (s *seat) snapshot(part Part, job int64) (taken snapshot) {
	taken.jobs = map[int64]string{}
	for _, j := range s.jobs {
		taken.jobs[j.Row] = j.Name
	}
	var at line
	for _, packed := range s.part(part, job) {
		s.list.read(packed, &at)
		u := at.Upload()
		if len(s.wanted[u.Row]) > 0 {
			u.Formats, u.Meta = s.formatsOf(u), ledger.NewMeta(s.metaWanted(u))
		}
		taken.uploads, taken.status = append(taken.uploads, u), append(taken.status, statusOf(at.status).label)
	}
	return taken
}

func (s *seat) part(part Part, job int64) (taken []ledger.Packed) {
	if part == Selected {
		for slot := range s.list.selected() {
			taken = append(taken, s.list.packed[slot])
		}
	}
	switch {
	case len(taken) > 0:
		return taken
	case part != OfJob:
		return s.list.view().packed
	}
	for _, packed := range s.list.packed {
		if packed != "" && packed.Job() == job {
			taken = append(taken, packed)
		}
	}
	return taken
}

// metaWanted is the metadata that an upload will have once everything asked for so far is answered.
func (s *seat) metaWanted(u *ledger.Upload) map[string]string {
	meta := maps.Collect(u.Meta.All())
	for _, i := range s.wanted[u.Row] {
		maps.Copy(meta, i.Meta)
	}
	maps.DeleteFunc(meta, func(_, value string) bool { return value == "" })
	return meta
}

// results are the tracks as they are written out.
func (t snapshot) results() []manifest.Result {
	results := make([]manifest.Result, len(t.uploads))
	for n, u := range t.uploads {
		results[n] = manifest.Result{
			UploadID: u.UploadID, TrackID: u.TrackID, File: u.File, Source: u.Source, Job: t.jobs[u.Job],
			Formats: slices.Clone(listed(u.Formats)), Status: t.status[n], Error: u.Problem,
			Added: u.Added, Published: u.Published, Meta: u.Meta.Map(),
		}
	}
	return results
}
