package system

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/adrg/xdg"
)

// first is the program that holds a folder until the test ends.
func first(t *testing.T, home string, take func(context.Context, Request) error) *Instance {
	t.Helper()
	i, err := Enter(home, Request{})
	if err != nil || i == nil {
		t.Fatalf("%v, %v; want to be the first", i, err)
	}
	t.Cleanup(i.Close)
	if take != nil {
		if err := i.Listen(take); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

// short is a folder whose path has room for a socket.
func short(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func TestASecondStartHandsWhatItBringsToTheFirst(t *testing.T) {
	var mu sync.Mutex
	var got []Request
	for name, home := range map[string]string{"short": short(t), "long": filepath.Join(t.TempDir(), strings.Repeat("a long name/", 12))} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("XDG_RUNTIME_DIR", short(t))
			xdg.Reload()
			t.Cleanup(xdg.Reload)
			if err := os.MkdirAll(home, 0o755); err != nil {
				t.Fatal(err)
			}
			got = nil
			first(t, home, func(_ context.Context, r Request) error {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, r)
				return nil
			})
			for path, want := range map[string]fs.FileMode{socketOf(home): fs.ModeSocket | 0o600, filepath.Dir(socketOf(home)): fs.ModeDir | 0o700} {
				if runtime.GOOS == "windows" { // where the person's own folders are closed to others as a whole
					break
				}
				if info, err := os.Stat(path); err != nil || info.Mode() != want {
					t.Errorf("%s: %v, %v; want %v", path, info.Mode(), err, want)
				}
			}
			want := Request{Practice: true, Site: "https://site.example", Tracks: []string{"/tracks/a b.wav", "https://files.example/ü.wav"}}
			for range 3 {
				if i, err := Enter(home, want); i != nil || err != nil {
					t.Fatalf("%v, %v; want that it is handed over", i, err)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			if !reflect.DeepEqual(got, []Request{want, want, want}) {
				t.Errorf("taken were %+v", got)
			}
		})
	}
}

func TestPathsOfARequestAreResolvedWhereTheyWereTyped(t *testing.T) {
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRequest(false, "site.example", []string{"a.wav", filepath.Join(here, "b", "b.wav"), "https://files.example/c.wav", "../d"}, true)
	want := Request{Site: "site.example", Quiet: true, Tracks: []string{filepath.Join(here, "a.wav"), filepath.Join(here, "b", "b.wav"), "https://files.example/c.wav", filepath.Join(filepath.Dir(here), "d")}}
	if err != nil || !reflect.DeepEqual(r, want) {
		t.Errorf("got %+v, %v; want %+v", r, err, want)
	}
}

func TestAFirstThatDoesNotAnswerIsSaidSoonAndNothingIsDoneLater(t *testing.T) {
	home := short(t)
	given := make(chan context.Context, 1)
	first(t, home, func(ctx context.Context, _ Request) error {
		given <- ctx
		<-ctx.Done()
		return ctx.Err()
	})
	start := time.Now()
	i, err := Enter(home, Request{})
	if i != nil || !errors.Is(err, ErrInUse) || !errors.Is(err, ErrNotTaken) || strings.Contains(err.Error(), "\n") {
		t.Errorf("%v, %v; want ErrInUse and ErrNotTaken", i, err)
	}
	if took := time.Since(start); took < handPatience/2 || took > 3*handPatience {
		t.Errorf("it took %v to say so", took)
	}
	<-(<-given).Done()
}

func TestAFirstThatCannotTakeItIsSaidAtOnce(t *testing.T) {
	home := short(t)
	first(t, home, func(context.Context, Request) error { return errors.New("no") })
	start := time.Now()
	if i, err := Enter(home, Request{}); i != nil || !errors.Is(err, ErrNotTaken) {
		t.Errorf("%v, %v; want ErrNotTaken", i, err)
	}
	if took := time.Since(start); took > handPatience/2 {
		t.Errorf("it took %v", took)
	}
}

func TestAStartWhileTheFirstEndsIsTheNextFirst(t *testing.T) {
	home := short(t)
	ending := first(t, home, nil) // and does not listen any more
	time.AfterFunc(3*knockEvery, ending.release)
	i, err := Enter(home, Request{})
	if err != nil || i == nil {
		t.Fatalf("%v, %v; want to be the first", i, err)
	}
	i.Close()
}

func TestASocketThatACrashLeftIsNoHindrance(t *testing.T) {
	home := short(t)
	if err := os.MkdirAll(filepath.Join(home, "window"), 0o777); err != nil {
		t.Fatal(err)
	}
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: socketOf(home), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	first(t, home, func(context.Context, Request) error { return nil })
	if i, err := Enter(home, Request{}); i != nil || err != nil {
		t.Errorf("%v, %v; want that it is handed over", i, err)
	}
}

func TestWhatIsNoRequestIsDroppedAndTheNextIsTaken(t *testing.T) {
	home := short(t)
	n := make(chan Request, 10)
	first(t, home, func(_ context.Context, r Request) error { n <- r; return nil })
	for _, nonsense := range []string{"", "no request\n", `{"tracks": 7}` + "\n", `{"tracks": ["` + strings.Repeat("a", mostRequest+10)} {
		conn, err := net.Dial("unix", socketOf(home))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, nonsense) // where it is too long, nobody reads it to its end
		_ = conn.(*net.UnixConn).CloseWrite()
		if answer, err := io.ReadAll(conn); bytes.Contains(answer, []byte("taken")) {
			t.Errorf("%.20q was answered %q, %v", nonsense, answer, err)
		}
		_ = conn.Close()
	}
	if i, err := Enter(home, Request{Site: "s"}); i != nil || err != nil {
		t.Errorf("%v, %v; want that it is handed over", i, err)
	}
	if r := <-n; r.Site != "s" || len(n) != 0 {
		t.Errorf("taken was %+v, and %d more", r, len(n))
	}
	if _, err := Enter(home, Request{Tracks: []string{strings.Repeat("a", mostRequest)}}); err == nil || errors.Is(err, ErrInUse) {
		t.Errorf("too large a request: %v", err)
	}
}
