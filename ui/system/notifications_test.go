package system

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	"github.com/gen2brain/beeep"
	"pgregory.net/rapid"

	"pressroom/ui/desk"
)

// sent is what would have been shown.
type sent struct {
	title, body string
	icon        any
}

// recorded returns notifications of another system that are kept in a list.
func recorded(goos string, icon []byte) (*Notifications, *[]sent) {
	var list []sent
	n := NewNotifications(icon, nil)
	n.server, n.goos = nil, goos
	n.send = func(title, body string, icon any) error {
		list = append(list, sent{title, body, icon})
		return nil
	}
	return n, &list
}

func note(title, body string) desk.Note { return desk.Note{Job: 1, Title: title, Body: body} }

// square returns a PNG of a few pixels.
func square() []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func TestANotificationComesFromPressroomWithItsIcon(t *testing.T) {
	icon := square()
	n, list := recorded("linux", icon)
	if err := n.Notify(t.Context(), note("Published", "3 tracks")); err != nil {
		t.Fatal(err)
	}
	got := (*list)[0]
	if b, ok := got.icon.([]byte); !ok || !bytes.Equal(b, icon) {
		t.Errorf("the icon is %T, want the PNG", got.icon)
	}
	if got.title != "Published" || got.body != "3 tracks" || beeep.AppName != "Pressroom" {
		t.Errorf("got %q, %q from %q", got.title, got.body, beeep.AppName)
	}
}

func TestAMissingOrBrokenIconIsLeftOutAndNeverNil(t *testing.T) {
	for _, icon := range [][]byte{nil, {}, []byte("GIF89a")} {
		n, list := recorded("linux", icon)
		if err := n.Notify(t.Context(), note("", "3 tracks")); err != nil {
			t.Fatal(err)
		}
		if got := (*list)[0]; got.icon != "" || got.title != "Pressroom" {
			t.Errorf("got title %q and icon %#v", got.title, got.icon)
		}
	}
}

func TestTextIsMadePlainForEachSystem(t *testing.T) {
	for _, c := range []struct{ goos, title, body, wantTitle, wantBody string }{
		{"linux", "a\tb\r\nc", "one\r\n\n  two\u202e\x1b[31m\x00 ", "a b c", "one\ntwo[31m"},
		{"linux", "<b>R&B</b>", "<b>R&B</b>", "<b>R&B</b>", "&lt;b&gt;R&amp;B&lt;/b&gt;"},
		{"freebsd", "", "1 < 2", "Pressroom", "1 &lt; 2"},
		{"darwin", "--help", "<b>R&B</b>", "–-help", "<b>R&B</b>"},
		{"linux", "-i", "-t", "–i", "–t"},
		{"windows", "$(calc) `n", "a\n\"@ $(calc) ]]>", "＄(calc) 'n", "a \"@ ＄(calc) ]] >"},
		{"linux", "Bj\xf6rk", "Bj\xf6rk \ufffd", "Bjrk", "Bjrk"},
		{"linux", strings.Repeat("é", 81), strings.Repeat("&", 301), strings.Repeat("é", 79) + "…", strings.Repeat("&amp;", 299) + "…"},
		{"linux", strings.Repeat("é", 80), strings.Repeat("é", 300), strings.Repeat("é", 80), strings.Repeat("é", 300)},
	} {
		n, list := recorded(c.goos, nil)
		if err := n.Notify(t.Context(), note(c.title, c.body)); err != nil {
			t.Fatal(err)
		}
		if got := (*list)[0]; got.title != c.wantTitle || got.body != c.wantBody {
			t.Errorf("%s: %q, %q became %q, %q; want %q, %q", c.goos, c.title, c.body, got.title, got.body, c.wantTitle, c.wantBody)
		}
	}
}

func TestNoTextWhateverItIsBecomesMarkupAnOptionOrAScript(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("-<>&$`]\n\"@ (a"))))
	rapid.Check(t, func(t *rapid.T) {
		raw := text.Draw(t, "text")
		for _, goos := range []string{"linux", "darwin", "windows"} {
			title, body := escapeTitle(goos, plainTitle(raw)), escapeBody(goos, plainBody(raw))
			for _, got := range []string{title, body} {
				if !utf8.ValidString(got) || strings.HasPrefix(got, "-") || strings.ContainsFunc(got, func(r rune) bool { return r < ' ' && r != '\n' }) {
					t.Fatalf("%s: %q", goos, got)
				}
				if goos == "windows" && (strings.ContainsAny(got, "$`\n") || strings.Contains(got, "]]>")) {
					t.Fatalf("a script: %q", got)
				}
			}
			if strings.Contains(title, "\n") || goos != "windows" && utf8.RuneCountInString(title) > mostTitle {
				t.Fatalf("the title: %q", title)
			}
			if goos == "linux" && strings.ContainsAny(body, "<>") {
				t.Fatalf("markup: %q", body)
			}
		}
	})
}

func TestADesktopThatDoesNotAnswerHoldsUpOneNotificationAndNoMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNotifications(nil, nil)
		n.server = nil
		var asked atomic.Int32
		answer := make(chan struct{})
		n.send = func(string, string, any) error {
			asked.Add(1)
			<-answer
			return nil
		}
		start := time.Now()
		if err := n.Notify(t.Context(), note("a", "b")); !errors.Is(err, errNoAnswer) {
			t.Errorf("the first: %v, want that there was no answer", err)
		}
		if took := time.Since(start); took != notifyLimit {
			t.Errorf("it took %v, want %v", took, notifyLimit)
		}
		if err := n.Notify(t.Context(), note("a", "b")); !errors.Is(err, errWaiting) || asked.Load() != 1 {
			t.Errorf("the second: %v after %d calls, want that the first is still waiting", err, asked.Load())
		}
		close(answer)
		synctest.Wait()
		if err := n.Notify(t.Context(), note("a", "b")); err != nil {
			t.Errorf("after the first came back: %v", err)
		}
	})
}

func TestManyNotificationsAtOnceAreAllShown(t *testing.T) {
	n, list := recorded("linux", nil)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := n.Notify(t.Context(), note("a", "b")); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(*list) != 20 {
		t.Errorf("%d were shown, want 20", len(*list))
	}
}

func TestWhatKeepsANotificationFromBeingShownIsInTheError(t *testing.T) {
	cause := errors.New("nothing here shows notifications")
	n := NewNotifications(nil, nil)
	n.server = nil
	n.send = func(string, string, any) error { return cause }
	if err := n.Notify(t.Context(), note("a", "b")); !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}
