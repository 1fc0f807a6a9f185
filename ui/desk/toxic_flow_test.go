//go:build !race

package desk_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"pressroom/api"
	"pressroom/api/practice"
	"pressroom/api/practice/audio"
	"pressroom/ui/desk"
)

// perJob is how many tracks each of the two jobs is given.
const perJob = 5

// tracks makes files of different names for the two jobs.
func (w *wire) tracks(dir string, sound []byte) (main, own []string) {
	w.t.Helper()
	for n := range 2 * perJob {
		path := filepath.Join(dir, fmt.Sprintf("track %d.wav", n))
		if err := os.WriteFile(path, sound, 0o600); err != nil {
			w.t.Fatal(err)
		}
		if n < perJob {
			main = append(main, path)
		} else {
			own = append(own, path)
		}
	}
	return main, own
}

// through does something while the network goes wrong, and returns once it is well again.
func (w *wire) through(do func(), outage bool) {
	lasts := time.Duration(300+w.r.IntN(500)) * time.Millisecond
	done, ended := make(chan struct{}), make(chan struct{})
	go func() { defer close(ended); w.trouble(done) }()
	defer func() { close(done); <-ended }() // also where the test ends here
	do()
	<-time.After(lasts)
	if outage {
		w.outage()
	}
}

// rest waits until nothing is on its way any more: all that was asked is done, or unknown and shown.
func (w *wire) rest() desk.View {
	w.t.Helper()
	return w.until("everything is answered or unknown", func(v desk.View) bool {
		if v.Work.Text != "" || v.Work.CanStop || v.Site.State != desk.SiteReady {
			return false
		}
		for n := range v.Rows.Len() {
			if s := v.Rows.At(n).Status; s == "sending" || s == "to be sent" || s == "to be removed" {
				return false
			}
		}
		return true
	})
}

func (w *wire) job(name string) desk.JobView {
	for _, j := range w.latest.Load().Jobs {
		if j.Name == name {
			return j
		}
	}
	return desk.JobView{}
}

// agrees waits until the table says just what the site says, with no click.
func (w *wire) agrees() {
	w.t.Helper()
	var differs []string
	for range looks / 10 {
		if differs = w.differences(); len(differs) == 0 {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	v := w.latest.Load()
	w.t.Fatalf("site %+v\njobs %+v\nunknown %+v\n%s", v.Site, v.Jobs, v.Unknowns, strings.Join(differs, "\n"))
}

func (w *wire) differences() (differs []string) {
	v := w.latest.Load()
	rows := map[string]*desk.Row{}
	for n := range v.Rows.Len() {
		r := v.Rows.At(n)
		if r.UploadID == "" && r.Status != "? unknown" {
			differs = append(differs, fmt.Sprintf("%s is %s and has no upload id", r.File, r.Status))
		}
		rows[r.File] = r
	}
	names := map[string]bool{}
	for _, id := range []int64{0, w.ownID(*v)} {
		for u, err := range w.direct.ListAll(w.t.Context(), api.ListRequest{JobID: id, Show: 1000}) {
			if err != nil {
				return append(differs, err.Error())
			}
			name := u.Sources[0]
			r := rows[name]
			switch {
			case names[name]:
				differs = append(differs, name+" is on the site twice")
			case r == nil:
				differs = append(differs, name+" is not in the table")
			case r.UploadID != fmt.Sprint(u.UploadID) || strings.Join(r.Formats, ",") != api.JoinFormats(u.Formats) || !alike(r, u):
				differs = append(differs, fmt.Sprintf("%s: table %+v, site %+v", name, *r, u))
			}
			names[name] = true
		}
	}
	for name, r := range rows {
		if r.UploadID != "" && !names[name] {
			differs = append(differs, name+" is in the table alone")
		}
	}
	return differs
}

func alike(r *desk.Row, u api.Upload) bool {
	words := map[api.Status]string{api.Uploaded: "waiting", api.Queued: "queued", api.Publishing: "publishing", api.Published: "published", api.Errored: "× errored"}
	track := ""
	if u.TrackID != 0 {
		track = fmt.Sprint(u.TrackID)
	}
	return r.Status == words[u.Status] && r.TrackID == track && r.Album == u.Meta["Album"]
}

func (w *wire) ownID(v desk.View) (id int64) {
	for _, j := range v.Jobs {
		if j.Name == "Own" {
			fmt.Sscan(j.When, &id)
		}
	}
	return id
}

// work has a desk queue, change and publish tracks while the network goes wrong.
func (w *wire) work(dir string, sound []byte, outage bool) {
	main, own := w.tracks(dir, sound)
	w.desk.CreateJob("Own", "")
	w.until("the job is made", func(v desk.View) bool { return w.job("Own").Phase == desk.PhaseOpen })
	w.through(func() {
		w.desk.AddTracks(own, w.job("Own").Row)
		w.desk.AddTracks(main, w.job("Main job").Row)
		w.until("the tracks are recorded", func(v desk.View) bool { return v.All == 2*perJob })
		w.all()
		w.desk.SetFormat("wav", true)
	}, outage)
	w.rest()
	w.through(func() {
		ids := w.all()
		w.desk.ApplyFormats("mp3,wav")
		w.desk.SetMetadata(map[string]string{"Album": "Deep Cuts"})
		w.desk.Remove([]int64{ids[0], ids[perJob]})
	}, false)
	w.rest()
	w.agrees()
	if w.job("Own").Waiting == 0 { // every upload of it was lost, and is shown as unknown
		return
	}
	w.review()
	w.through(func() { w.desk.Publish("") }, false)
	w.until("the job is at its end, or unknown", func(v desk.View) bool {
		j := w.job("Own")
		return j.Phase == desk.PhaseFinished || j.Phase == desk.PhaseUnknown && j.Waiting > 0
	})
	w.agrees()
	if w.job("Own").Phase != desk.PhaseFinished {
		return
	}
	// The view may come a moment before; and once the desk is closed, nothing more comes.
	w.until("the desktop is told", func(desk.View) bool { return w.said.Load() > 0 })
	w.desk.Close()
	if n := w.said.Load(); n != 1 {
		w.t.Errorf("the desktop was told %d times", n)
	}
}

// review has the job reviewed until it can be published. The person tries again where a look failed, and only then:
// what is being looked at anew cannot be published.
func (w *wire) review() {
	w.t.Helper()
	for {
		w.desk.Review(w.job("Own").Row)
		v := w.until("the review is answered", func(v desk.View) bool {
			return v.Review != nil && (v.Review.CanGo || v.Review.Problem != "")
		})
		if v.Review.CanGo {
			return
		}
		w.desk.CancelReview()
		w.until("the review is closed", func(v desk.View) bool { return v.Review == nil })
	}
}

// all selects every row.
func (w *wire) all() (ids []int64) {
	rows := w.latest.Load().Rows
	for n := range rows.Len() {
		ids = append(ids, rows.At(n).ID)
	}
	w.desk.Select(ids)
	return ids
}

func TestThroughABadNetworkTheTableComesToSayWhatTheSiteSays(t *testing.T) {
	desk.Hurry(t, hurry)
	path := filepath.Join(t.TempDir(), "sound.wav")
	if err := audio.Synth(path, audio.Spec{Container: audio.WAV, Rate: 8000, Channels: 1, Bits: 16}, 0.05, 1); err != nil {
		t.Fatal(err)
	}
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	base := uint64(time.Now().UnixNano())
	t.Logf("seed %d", base)
	var all errgroup.Group
	all.SetLimit(24) // they mostly wait
	for n := range seeds {
		all.Go(func() error {
			t.Run(fmt.Sprint(n), func(t *testing.T) { seed(t, base+uint64(n), sound, n%10 == 0) })
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
}

// seed runs one desk on one site.
func seed(t *testing.T, n uint64, sound []byte, outage bool) {
	site, err := practice.Open(t.Context(), practice.Options{
		Home: t.TempDir(), Listen: "127.0.0.1:0", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := site.Close(); err != nil {
			t.Error(err)
		}
	})
	openWire(t, site, n).work(t.TempDir(), sound, outage)
}
