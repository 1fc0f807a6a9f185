package desk

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// DefaultJob stands for the job that new tracks go to when the person names none: the newest open
// job of its own, or else the main job.
const DefaultJob int64 = 0

// AddTracks queues addresses, files and folders as uploads of a job. Files can only be taken by the
// practice site; any other fetches addresses alone.
func (d *Desk) AddTracks(sources []string, job int64) {
	d.at(func(s *seat) {
		j := s.jobs[job]
		if job == DefaultJob {
			j = s.defaultJob()
		}
		if j == nil {
			d.notice(ToneErrored, words.T("That job is not there any more. Choose another for these tracks."))
			return
		}
		practice := s.site.Practice
		away(d, func(context.Context) (intake, error) { return gather(sources, practice), nil }, func(in intake, _ error) {
			uploads := make([]*ledger.Upload, len(in.sources))
			for n, source := range in.sources {
				uploads[n] = &ledger.Upload{
					Row: d.Ledger.NewRow(), Site: s.site.ID, Job: j.Row, Source: source, File: nameOf(source),
					Formats: string(api.MP3), Status: statusToSend, Added: present(),
				}
			}
			s.queueUploads(uploads, 0)
			in.report(d, s.site.Name)
		})
	})
}

// addHeld adds the tracks that the program was started with, once their site is there.
func (d *Desk) addHeld() {
	s := d.seat()
	switch {
	case len(d.held) == 0 || s == nil || !s.loaded:
	case d.first != "" && d.seats[d.first] == nil:
		d.notice(ToneSoft, words.N(len(d.held), "%d track waits until %s is connected.", "%d tracks wait until %s is connected.", hostOf(d.first)))
	default:
		held := d.held
		d.held = nil
		d.AddTracks(held, DefaultJob)
	}
}

// queueUploads records uploads that are to be sent, and lets them go.
// Where they belong to an earlier intent, retries names it as [ledger.Intent.Retries] does.
func (s *seat) queueUploads(uploads []*ledger.Upload, retries int64) bool {
	change, items := asNew(uploads)
	if !s.record(ledger.Intent{Words: words.N(len(items), "%d new track", "%d new tracks"), Retries: retries}, change, items) {
		return false
	}
	s.keepAll(uploads)
	return true
}

// asNew makes uploads ones that are to be sent.
func asNew(uploads []*ledger.Upload) (change ledger.Change, items []*ledger.Item) {
	for _, u := range uploads {
		u.Status, u.Problem = statusToSend, ""
		change.Uploads = append(change.Uploads, *u)
		items = append(items, &ledger.Item{Kind: ledger.AddUpload, Upload: u.Row, Job: u.Job, Formats: u.Formats, Meta: u.Meta.Map()})
	}
	return change, items
}

func (s *seat) keepAll(uploads []*ledger.Upload) {
	for _, u := range uploads {
		s.keep(u)
	}
}

func (s *seat) defaultJob() *ledger.Job {
	for _, j := range s.jobsInOrder() {
		if !j.Main && (j.Phase == PhaseOpen || j.Phase == PhaseMaking) {
			return j
		}
	}
	return s.jobs[s.mainJob]
}

// intake is what was found of the things a person added.
type intake struct {
	sources []string
	left    []string // one sentence for each thing left out
	files   int      // left out because the site takes addresses only
}

func gather(sources []string, takesFiles bool) (in intake) {
	for _, source := range sources {
		source = strings.TrimSpace(source)
		switch {
		case source == "":
		case isAddress(source):
			in.sources = append(in.sources, source)
		case !takesFiles:
			in.files++
		default:
			in.file(source)
		}
	}
	return in
}

// file takes in a file, or the audio files of a folder in the order of their names.
func (in *intake) file(path string) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		in.left = append(in.left, words.T("%s is not there.", filepath.Base(path)))
		return
	case err != nil:
		in.left = append(in.left, words.T("%s cannot be read.", filepath.Base(path)))
		return
	case !info.IsDir():
		in.oneFile(path)
		return
	}
	err = filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() && isAudioName(name) {
			in.oneFile(name)
		}
		return nil // what cannot be read inside a folder is left out, the rest is taken
	})
	if err != nil {
		in.left = append(in.left, words.T("The folder %s cannot be read.", filepath.Base(path)))
	}
}

func (in *intake) oneFile(path string) {
	if !isAudioName(path) {
		in.left = append(in.left, words.T("%s is no mp3, wav or aiff file.", filepath.Base(path)))
		return
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	in.sources = append(in.sources, path)
}

func isAudioName(name string) bool {
	_, err := api.ParseFormat(filepath.Ext(name))
	return err == nil
}

// report says, in one summary, what was left out and why.
func (in *intake) report(d *Desk, site string) {
	if in.files > 0 {
		d.notice(ToneErrored, words.N(in.files,
			"%[2]s takes tracks by address only, so %[1]d file was left out. "+
				"Put files where the site can fetch them and add their addresses; only the practice site takes files of this computer.",
			"%[2]s takes tracks by address only, so %[1]d files were left out. "+
				"Put files where the site can fetch them and add their addresses; only the practice site takes files of this computer.",
			site))
	}
	if len(in.left) == 1 {
		d.notice(ToneErrored, in.left[0]+" "+words.T("It was left out."))
	} else if len(in.left) > 1 {
		d.notice(ToneErrored, words.N(len(in.left), "%d was left out. The first: %s", "%d were left out. The first: %s", in.left[0]))
	}
}

// offer is how a file of this machine becomes an address that the site can fetch.
func (s *seat) offer() func(path string) (string, error) {
	if practice := s.d.practice; practice != nil && s.site.Practice {
		return practice.Offer
	}
	return func(string) (string, error) {
		return "", errors.New(words.T("%s takes tracks by address only", s.site.Name))
	}
}
