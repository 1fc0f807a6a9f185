package desk_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"pressroom/api"
	"pressroom/api/practice"
	"pressroom/api/practice/audio"
	"pressroom/ui/desk"
	"pressroom/ui/desk/intake"
	"pressroom/ui/desk/ledger"
)

// shop is a desk on a real practice site, over real HTTP.
type shop struct {
	t      *testing.T
	site   *practice.Site
	home   string
	listen string
	desk   *desk.Desk
	latest atomic.Pointer[desk.View]
	said   chan string // what the desktop was told
}

func openShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{t: t, home: t.TempDir(), listen: "127.0.0.1:0", said: make(chan string, 10)}
	s.openSite()
	t.Cleanup(func() { s.closeSite() })
	key, err := s.site.IssueKey(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	book, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	s.desk, err = desk.New(desk.Options{
		Ledger: book, Keys: forgetful{}, Notifier: s, Web: overTheWeb(t),
		Dial: func(address, key string) (desk.Site, error) { return api.New(address, key) },
		Practice: func(context.Context) (desk.PracticeSite, error) {
			return desk.PracticeSite{Address: s.site.Address(), Key: key, Offer: s.site.Offer}, nil
		},
		Show: func(v desk.View) { s.latest.Store(&v) },
		Log:  slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.desk.Close()
		if err := book.Close(); err != nil {
			t.Error(err)
		}
	})
	s.desk.Start("", nil)
	s.desk.OpenPractice()
	s.until("the practice site is connected", func(v desk.View) bool { return v.Site != nil && v.Site.State == desk.SiteReady })
	return s
}

func (s *shop) openSite() {
	s.t.Helper()
	site, err := practice.Open(s.t.Context(), practice.Options{
		Home: s.home, Listen: s.listen, Log: slog.New(slog.DiscardHandler), FFmpeg: audio.FindFFmpeg(),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.site, s.listen = site, strings.TrimPrefix(site.Address(), "http://")
}

func (s *shop) closeSite() {
	s.t.Helper()
	if err := s.site.Close(); err != nil {
		s.t.Error(err)
	}
}

// overTheWeb is what addresses are checked over, for one test.
func overTheWeb(t *testing.T) *http.Transport {
	web := intake.NewTransport()
	t.Cleanup(web.CloseIdleConnections)
	return web
}

// Notify remembers what the desktop was told.
func (s *shop) Notify(_ context.Context, n desk.Note) error {
	s.said <- n.Title + ": " + n.Body
	return nil
}

// forgetful is a machine without a keyring.
type forgetful struct{}

func (forgetful) Key(context.Context, string) (string, error)   { return "", errNoKeyring }
func (forgetful) KeepKey(context.Context, string, string) error { return errNoKeyring }
func (forgetful) ForgetKey(context.Context, string) error       { return errNoKeyring }
func (forgetful) Asking() bool                                  { return false }

var errNoKeyring = &desk.KeyringError{Kind: desk.KeyringNone, Err: errors.New("there is none")}

// until waits for a view of which something is true.
func (s *shop) until(what string, is func(desk.View) bool) desk.View {
	s.t.Helper()
	deadline := time.Now().Add(time.Minute)
	for time.Now().Before(deadline) {
		if v := s.latest.Load(); v != nil && is(*v) {
			return *v
		}
		<-time.After(10 * time.Millisecond)
	}
	v := s.latest.Load()
	s.t.Fatalf("waited in vain: %s\nsite %+v\njobs %+v\nnotices %+v", what, v.Site, v.Jobs, v.Notices)
	return desk.View{}
}

// problem selects one row and returns what the window says is wrong with it.
func (s *shop) problem(row *desk.Row) string {
	s.t.Helper()
	s.desk.Select([]int64{row.ID})
	v := s.until("one row is selected", func(v desk.View) bool {
		return len(v.Selection.IDs) == 1 && v.Selection.IDs[0] == row.ID
	})
	return v.Selection.Problem
}

func (s *shop) publishMain() {
	s.t.Helper()
	v := s.until("tracks wait", func(v desk.View) bool { return v.Jobs[0].CanReview })
	s.desk.Review(v.Jobs[0].Row)
	s.until("the review is ready", func(v desk.View) bool { return v.Review != nil && v.Review.CanGo })
	s.desk.Publish("")
}

func phase(is string) func(desk.View) bool {
	return func(v desk.View) bool { return v.Jobs[0].Phase == is }
}

func tune(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := audio.Synth(path, audio.Spec{Container: audio.WAV, Rate: 44100, Channels: 2, Bits: 16}, 0.5, 1); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatCannotBePublishedSaysWhyAtItsTrackAndHoldsNothingElseUp(t *testing.T) {
	s := openShop(t)
	text := tune(t, "notes.wav")
	sound, err := os.ReadFile(text)
	if err != nil {
		t.Fatal(err)
	}
	var broken atomic.Bool // once all was checked: what is wrong earlier is not even sent
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case !broken.Load():
			_, _ = w.Write(sound)
		case r.URL.Path == "/page.wav":
			fmt.Fprint(w, "<!doctype html><title>Please log in</title>")
		default:
			http.NotFound(w, r)
		}
	}))
	defer web.Close()
	down := httptest.NewServer(web.Config.Handler)
	defer down.Close()
	s.desk.AddTracks([]string{
		tune(t, "good.wav"), text, web.URL + "/page.wav", web.URL + "/missing.wav", down.URL + "/down.wav",
		filepath.Join(t.TempDir(), "not there.wav"),
	}, desk.DefaultJob)
	s.until("five tracks wait", func(v desk.View) bool { return v.Jobs[0].Waiting == 5 })
	broken.Store(true)
	down.Close()
	if err := os.WriteFile(text, []byte(strings.Repeat("This is no audio at all. ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	s.publishMain()
	v := s.until("the job is finished", phase(desk.PhaseFinished))
	if j := v.Jobs[0]; j.Done != 1 || j.Errored != 4 {
		t.Errorf("%d done, %d errored", j.Done, j.Errored)
	}
	for at, part := range map[int]string{0: "", 1: "no", 2: "web page", 3: "404", 4: "127.0.0.1:"} {
		row := v.Rows.At(at)
		said := s.problem(row)
		if !strings.Contains(said, part) || (said == "") != (part == "") {
			t.Errorf("%s (%s): %q does not say %q", row.File, row.Status, said, part)
		}
		if part != "" && !strings.HasSuffix(said, ".") {
			t.Errorf("%s: %q is no sentence", row.File, said)
		}
	}
	if said := <-s.said; said != "Main job is published, with errors: 1 done · 4 errored on Practice site. Live now; search follows." {
		t.Errorf("the desktop was told %q", said)
	}
	missing := false
	for _, n := range v.Notices {
		missing = missing || strings.Contains(n.Text, "“not there.wav” is not there, so it was left out.")
	}
	if !missing {
		t.Errorf("the missing file was not mentioned: %+v", v.Notices)
	}
}

func TestFilesOfOneNameAreOneTrackAndOneThatWouldReplaceAnotherIsHeldBack(t *testing.T) {
	s := openShop(t)
	mp3 := filepath.Join(t.TempDir(), "pair.mp3")
	if err := audio.Synth(mp3, audio.Spec{Container: audio.MP3, Rate: 44100, Channels: 2}, 0.5, 1); err != nil {
		t.Fatal(err)
	}
	s.desk.AddTracks([]string{tune(t, "pair.wav"), mp3, tune(t, "same.wav"), tune(t, "same.wav"), tune(t, "last.wav")}, desk.DefaultJob)
	v := s.until("it is asked about", func(v desk.View) bool { return v.Adding != nil && !v.Adding.Working })
	if v.All != 0 || v.Adding.AddButton != "Add the other 4" || v.Adding.Groups[0].Title != "1 file name twice" {
		t.Errorf("%d tracks are there before it is answered; %+v", v.All, v.Adding)
	}
	s.desk.AddChecked()
	v = s.until("three tracks wait", func(v desk.View) bool {
		return v.Adding == nil && v.Jobs[0].Waiting == 3 && v.Rows.Len() == 3 && v.Rows.At(2).File == "last.wav" && v.Rows.At(2).UploadID != ""
	})
	if row := v.Rows.At(0); row.File != "pair.mp3" || s.problem(row) != "" {
		t.Errorf("%+v: %q", row, s.problem(row))
	}
	s.desk.AddTracks([]string{tune(t, "same.wav")}, desk.DefaultJob)
	v = s.until("the one in the queue is known", func(v desk.View) bool { return v.Adding != nil && !v.Adding.Working })
	if v.Adding.CanAdd || v.Adding.Groups[0].Title != "1 file name in the queue already" {
		t.Errorf("%+v", v.Adding)
	}
	s.desk.LeaveAdding()
	s.until("it is left", func(v desk.View) bool { return v.Adding == nil && v.All == 3 })
}

func TestASiteThatGoesDownAndComesBackLosesNothingThatWasAsked(t *testing.T) {
	s := openShop(t)
	good := tune(t, "good.wav")
	s.desk.AddTracks([]string{good}, desk.DefaultJob)
	v := s.until("one track waits", func(v desk.View) bool { return v.Jobs[0].Waiting == 1 })
	s.closeSite()
	s.desk.Refresh() // or what leaves on a connection that ends just then is unknown
	s.until("the site is down", func(v desk.View) bool { return v.Site.State == desk.SiteTrouble })
	s.desk.Select([]int64{v.Rows.At(0).ID})
	s.desk.SetFormat("aiff", true)
	s.desk.CreateJob("Imports 11/20", "")
	v = s.until("the window says that changes wait", func(v desk.View) bool {
		return v.Site.State == desk.SiteTrouble && strings.Contains(v.Site.Problem, "2 changes wait and will be sent again")
	})
	if !strings.HasPrefix(v.Site.Problem, "Practice site cannot be reached.") {
		t.Errorf("the window says %q", v.Site.Problem)
	}
	s.openSite()
	s.desk.Refresh()
	s.until("everything was sent", func(v desk.View) bool {
		return v.Site.State == desk.SiteReady && v.Work.Text == "" && len(v.Jobs) == 2 && v.Jobs[0].Phase == desk.PhaseOpen &&
			strings.Join(v.Rows.At(0).Formats, ",") == "mp3,aiff"
	})
}

func TestARefusedKeyStopsItsSiteAloneAndAGoodOneConnects(t *testing.T) {
	s := openShop(t)
	s.desk.CreateJob("Imports 11/20", "")
	s.desk.AddTracks([]string{tune(t, "good.wav")}, desk.DefaultJob)
	s.until("the track waits in the new job", func(v desk.View) bool { return len(v.Jobs) == 2 && v.Jobs[0].Waiting == 1 })
	s.closeSite()
	s.home = t.TempDir() // another site at the same address, with another key and no such job
	s.openSite()
	key, err := s.site.IssueKey(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	s.desk.Refresh()
	s.until("the old key is refused", func(v desk.View) bool { return v.Site.State == desk.SiteNeedsKey })
	s.desk.Connect("Elsewhere", s.site.Address(), key)
	v := s.until("the same address is connected as a site of its own", func(v desk.View) bool {
		return v.Site.Name == "Elsewhere" && v.Site.State == desk.SiteReady && v.Key == "Key kept for this run only"
	})
	if v.All != 0 {
		t.Errorf("%d tracks", v.All)
	}
}
