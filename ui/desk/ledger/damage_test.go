package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

const somewhere = "https://site.example"

// filled writes a ledger of some hundred records and returns its file, and its log as it is while open.
func filled(t *testing.T) (file, fileOpen, log []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.db")
	l := opened(t, path)
	now := time.UnixMilli(1_800_000_000_000)
	change := Change{Sites: []Site{{ID: somewhere, Name: "Site", Address: somewhere, Added: now, Used: now}}}
	job := Job{Row: l.NewRow(), Site: somewhere, Main: true, Name: "Main job", Phase: "open", Created: now}
	change.Jobs = []Job{job}
	for n := range 60 {
		change.Uploads = append(change.Uploads, Upload{
			Row: l.NewRow(), Site: somewhere, Job: job.Row, UploadID: int64(n + 1), File: fmt.Sprintf("track %d.wav", n),
			Status: "uploaded", Formats: "mp3", Meta: NewMeta(map[string]string{"Title": fmt.Sprint("Track ", n)}), Added: now,
		})
	}
	if err := l.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		i := Item{ID: l.NewRow(), Intent: 1, Site: somewhere, Kind: SetFormats, Upload: change.Uploads[n%60].Row, Job: job.Row, Formats: "mp3,wav", Before: "mp3", State: Done, Recorded: now}
		if n%20 == 0 {
			i.Kind, i.State = Publish, Waiting
		}
		if err := l.Write(t.Context(), Change{Items: []Item{i}}); err != nil {
			t.Fatal(err)
		}
	}
	read := func(name string) []byte {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	fileOpen, log = read(path), read(path+"-wal")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return read(path), fileOpen, log
}

// survives opens a damaged ledger as the program would, and again where reading it failed, and says
// what went wrong.
func survives(path string, file, log []byte) (rescued bool, err error) {
	if err := os.WriteFile(path, file, 0o600); err != nil {
		return false, err
	}
	if log != nil {
		if err := os.WriteFile(path+"-wal", log, 0o600); err != nil {
			return false, err
		}
	}
	for range 2 {
		l, err := Open(context.Background(), path)
		if errors.Is(err, ErrNewer) {
			return false, nil // the number of its version was hit: it is left alone, and that is said
		}
		if err != nil {
			return false, fmt.Errorf("it was not opened: %w", err)
		}
		_, first := l.Sites(context.Background())
		_, second := l.Book(context.Background(), somewhere)
		_, third := l.Items(context.Background(), somewhere)
		r := l.Rescued()
		if err := l.Close(); err != nil && r == nil {
			return false, err
		}
		if r != nil {
			kept, err := os.ReadFile(r.SetAside)
			if err != nil || !bytes.Equal(kept, file) {
				return false, fmt.Errorf("what was set aside is not what was there: %w", err)
			}
		}
		if first == nil && second == nil && third == nil {
			return r != nil, nil
		}
		if err := errors.Join(first, second, third); r != nil || !errors.Is(err, ErrDamaged) {
			return false, fmt.Errorf("it was opened and not read: %w", err)
		}
	}
	return false, errors.New("it was damaged, and not rescued at the second opening")
}

// everyByte tries damage at many places, side by side.
func everyByte(t *testing.T, places []int, damage func(place int) (file, log []byte)) {
	t.Helper()
	before := durable
	durable = "synchronous(OFF)" // nobody pulls the plug here
	defer func() { durable = before }()
	dir := t.TempDir()
	var rescues atomic.Int64
	var all errgroup.Group
	all.SetLimit(2 * runtime.GOMAXPROCS(0))
	for n, place := range places {
		all.Go(func() error {
			own := filepath.Join(dir, fmt.Sprint(n))
			if err := os.Mkdir(own, 0o700); err != nil {
				return err
			}
			file, log := damage(place)
			rescued, err := survives(filepath.Join(own, "ledger.db"), file, log)
			if err != nil {
				return fmt.Errorf("damage at byte %d: %w", place, err)
			}
			if rescued {
				rescues.Add(1)
			}
			return os.RemoveAll(own)
		})
	}
	if err := all.Wait(); err != nil {
		t.Error(err)
	}
	t.Logf("%d times damaged, %d times set aside", len(places), rescues.Load())
	if rescues.Load() == 0 {
		t.Error("no damage was ever noticed")
	}
}

// upTo are the places from first to last, at steps.
func upTo(first, last int) (places []int) {
	for at := max(first, 0); at < last; at += step {
		places = append(places, at)
	}
	return places
}

const page = 4096

func TestALedgerCutAtAnyByteOfItsLastPagesIsOpenedOrSetAside(t *testing.T) {
	file, _, _ := filled(t)
	everyByte(t, upTo(len(file)-page, len(file)), func(at int) ([]byte, []byte) { return file[:at], nil })
}

func TestALedgerWithAnyByteOfItsLastPagesFlippedIsOpenedOrSetAside(t *testing.T) {
	file, _, _ := filled(t)
	everyByte(t, slices.Concat(upTo(0, 100), upTo(len(file)-2*page, len(file))), func(at int) ([]byte, []byte) {
		flipped := bytes.Clone(file)
		flipped[at] ^= 0xff
		return flipped, nil
	})
}

func TestALedgerWhoseLogIsCutOrFlippedIsOpenedOrSetAside(t *testing.T) {
	_, file, log := filled(t)
	places := upTo(len(log)-page, len(log))
	clean := filepath.Join(t.TempDir(), "clean.db")
	if _, err := survives(clean, file, log); err != nil {
		t.Fatal(err)
	}
	before := durable
	durable = "synchronous(OFF)"
	defer func() { durable = before }()
	for _, at := range places[:min(len(places), 600)] {
		flipped := bytes.Clone(log)
		flipped[at] ^= 0x10
		for name, damaged := range map[string][]byte{"cut": log[:at], "flipped": flipped} {
			path := filepath.Join(t.TempDir(), "ledger.db")
			if _, err := survives(path, file, damaged); err != nil {
				t.Fatalf("the log %s at byte %d: %v", name, at, err)
			}
		}
	}
}

func TestWhatIsReadableOfADamagedLedgerIsKeptAndNothingIsSentAgain(t *testing.T) {
	file, _, _ := filled(t)
	dir := t.TempDir()
	best := 0
	for at := 2; at < len(file)/page; at++ { // each page in turn becomes nothing
		path := filepath.Join(dir, fmt.Sprint(at), "ledger.db")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		holed := bytes.Clone(file)
		clear(holed[at*page : (at+1)*page])
		if err := os.WriteFile(path, holed, 0o600); err != nil {
			t.Fatal(err)
		}
		l := opened(t, path)
		r := l.Rescued()
		if r == nil {
			continue // a page that holds nothing
		}
		best = max(best, r.Kept)
		if !strings.Contains(filepath.Base(r.SetAside), "ledger damaged ") {
			t.Errorf("it was set aside as %s", r.SetAside)
		}
		items, err := l.Items(t.Context(), somewhere)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range items {
			if i.Kind == Publish && i.State != Unknown {
				t.Errorf("page %d: a publish of which nobody knows is %s", at, i.State)
			}
		}
		if next := l.NewRow(); slices.ContainsFunc(items, func(i Item) bool { return i.ID >= next }) {
			t.Errorf("page %d: the number %d was given before", at, next)
		}
	}
	if best < 200 {
		t.Errorf("at most %d of 262 records were kept", best)
	}
}
