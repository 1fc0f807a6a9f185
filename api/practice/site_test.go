package practice

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pressroom/api/practice/audio"
)

func TestTheHomeIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	for _, folder := range []string{"", publishedFolder, samplesFolder, workFolder, outboxFolder} {
		info, err := os.Stat(s.path(folder))
		if err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%q: %v %v", folder, info, err)
		}
	}
	if !strings.HasPrefix(s.Address(), "http://127.0.0.1:") {
		t.Errorf("the site is at %s", s.Address())
	}
}

func TestOnlyOneSiteIsOpenInAHome(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	if _, err := Open(t.Context(), Options{Home: s.home}); !errors.Is(err, ErrHomeInUse) {
		t.Fatalf("a second site opened with %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	openSite(t, Options{Home: s.home})
}

func TestAnAddressInUseIsSaidToBe(t *testing.T) {
	t.Parallel()
	first := openSite(t, Options{})
	home := filepath.Join(t.TempDir(), "second")
	_, err := Open(t.Context(), Options{Home: home, Listen: strings.TrimPrefix(first.Address(), "http://")})
	if !errors.Is(err, ErrAddressInUse) {
		t.Fatalf("it opened with %v", err)
	}
	openSite(t, Options{Home: home}) // nothing of the failed one is left in the way
}

func TestAHomeThatCannotBeMadeIsSaidToBe(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Home: filepath.Join(file, "site")}); !errors.Is(err, ErrHomeNotWritable) {
		t.Fatalf("it opened with %v", err)
	}
}

func TestADamagedDatabaseIsSaidToBe(t *testing.T) {
	t.Parallel()
	damage := map[string]func(whole []byte) []byte{
		"not a database": func([]byte) []byte { return []byte(strings.Repeat("not a database ", 1000)) },
		"torn pages": func(whole []byte) []byte {
			for i := 5000; i < len(whole)-5000; i++ {
				whole[i] = 0xa5
			}
			return whole
		},
		"cut off": func(whole []byte) []byte { return whole[:len(whole)/2] },
	}
	for name, by := range damage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openSite(t, Options{})
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			file := s.path(databaseName)
			whole, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			damaged := by(whole)
			if err := os.WriteFile(file, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Open(t.Context(), Options{Home: s.home}); !errors.Is(err, ErrDamaged) {
				t.Fatalf("it opened with %v", err)
			}
			if left, err := os.ReadFile(file); err != nil || string(left) != string(damaged) {
				t.Errorf("the damaged file was not left as it was: %v", err)
			}
		})
	}
}

func TestADatabaseOfANewerProgramIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	alter(t, s, "PRAGMA user_version = 99")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Home: s.home}); !errors.Is(err, ErrNewer) {
		t.Fatalf("it opened with %v", err)
	}
}

func TestTheDatabaseIsKeptAsSafelyAsSQLiteCan(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"} {
		var got string
		if err := s.store.writer.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s, %v", pragma, got, err)
		}
	}
}

func TestWhatWasAnsweredIsThereAfterAReopening(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	job := c.job(t)
	up := c.upload(t, job, "http://host.example/a.wav", "wav")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("a second close: %v", err)
	}
	c.site = openSite(t, Options{Home: s.home})
	page := c.list(t, fields{"job_id": id(job)})
	if page.Count != 1 || page.Uploads[0].UploadID != up || page.Uploads[0].Formats[0] != "wav" {
		t.Errorf("after the reopening: %+v", page)
	}
	if next := c.job(t); next != job+1 {
		t.Errorf("the job after %d is %d", job, next)
	}
}

func TestADepthThatNobodyPublishesIsRefused(t *testing.T) {
	t.Parallel()
	home := filepath.Join(t.TempDir(), "site")
	if s, err := Open(t.Context(), Options{Home: home, Bits: 12}); err == nil {
		_ = s.Close()
		t.Error("a site publishes 12 bits")
	}
}

func TestLosslessFilesAreBroughtToTheDepthOfTheSite(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{Bits: 16}))
	c.upload(t, 296204, offer(t, c.site, song(t, "deep.wav", studio, 0.2)), "wav,aiff")
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 1)
	track := c.list(t, nil).Uploads[0].TrackID
	for _, name := range trackFiles(t, c.site, track) {
		spec, err := audio.Probe(c.site.path(publishedFolder, id(track), name))
		if err != nil || spec.Bits != 16 || spec.Rate != studio.Rate {
			t.Errorf("%s: %+v, %v", name, spec, err)
		}
	}
}
