package practice

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"pressroom/api/practice/audio"
)

func TestTheSamplesAreMadeAndQueuedOnceWhileTheyWait(t *testing.T) {
	t.Parallel()
	if err := madeSamples(); err != nil {
		t.Fatal(err)
	}
	s := openSite(t, Options{Home: sampleHome})
	if again, err := s.AddSamples(t.Context()); err != nil || again != 0 {
		t.Fatalf("a second time: added %d, %v", again, err)
	}
	files, err := os.ReadDir(s.path(samplesFolder))
	if err != nil || len(files) != 13 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	containers := map[audio.Container]int{}
	for _, one := range samples {
		spec, err := audio.Probe(s.path(samplesFolder, one.file))
		if (err != nil) != one.torn {
			t.Errorf("%s: %v", one.file, err)
		}
		if err == nil && (spec.Rate != one.spec.Rate || spec.Channels != one.spec.Channels || spec.Bits != one.spec.Bits) {
			t.Errorf("%s is %+v", one.file, spec)
		}
		containers[spec.Container]++
	}
	if containers[audio.WAV] == 0 || containers[audio.AIFF] == 0 || containers[audio.MP3] == 0 {
		t.Errorf("not every kind of file is there: %v", containers)
	}
}

var sampleHome string

// madeSamples makes the samples for all tests once, as making them takes most of a test's time.
var madeSamples = sync.OnceValue(func() (err error) {
	if sampleHome, err = os.MkdirTemp("", "samples"); err != nil {
		return err
	}
	s, err := open(context.Background(), Options{Home: sampleHome}, quick())
	if err != nil {
		return err
	}
	added, err := s.AddSamples(context.Background())
	if err == nil && added != len(samples) {
		err = fmt.Errorf("%d samples were added", added)
	}
	return errors.Join(err, s.Close())
})

// addSamples puts the samples into the main job's queue without making them again.
func addSamples(t *testing.T, s *Site) {
	t.Helper()
	if err := madeSamples(); err != nil {
		t.Fatal(err)
	}
	for _, one := range samples {
		if err := os.Link(filepath.Join(sampleHome, samplesFolder, one.file), s.path(samplesFolder, one.file)); err != nil {
			t.Fatal(err)
		}
	}
	if added, err := s.AddSamples(t.Context()); err != nil || added != len(samples) {
		t.Fatalf("added %d, %v", added, err)
	}
}

func TestTheSamplesShowTheirOwnTitlesInTheQueue(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	addSamples(t, s)
	page := caller(t, s).list(t, nil)
	if page.Count != 13 || len(page.Uploads) != 13 {
		t.Fatalf("%d of %d in the list", len(page.Uploads), page.Count)
	}
	for i, up := range page.Uploads {
		if up.Sources[0] != samples[i].file || up.Meta["Title"] != samples[i].title || up.Meta["Composer"] != samples[i].composer {
			t.Errorf("upload %d is told as %v %v", i, up.Sources, up.Meta)
		}
	}
}

func TestSamplesThatWerePublishedCanBeQueuedAgain(t *testing.T) {
	t.Parallel()
	with := quick()
	with.convert = func(_ context.Context, _, dst string, _ audio.Container) (audio.Spec, error) {
		return audio.Spec{}, os.WriteFile(dst, []byte("made"), 0o600)
	}
	s := openTuned(t, Options{}, with)
	c := caller(t, s)
	addSamples(t, s)
	c.ok(t, "publish", nil, nil)
	c.settled(t, s.store.main, 13)
	if again, err := s.AddSamples(t.Context()); err != nil || again != 13 {
		t.Fatalf("added %d, %v", again, err)
	}
	if files, err := os.ReadDir(s.path(samplesFolder)); err != nil || len(files) != 13 {
		t.Fatalf("%d files, %v", len(files), err)
	}
}
