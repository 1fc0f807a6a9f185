package practice

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// sample is a track that the site makes by itself, to practise with. Nothing in it is anyone's.
type sample struct {
	file     string
	title    string
	artist   string
	album    string
	composer string
	bpm      string
	spec     audio.Spec
	seconds  float64
	torn     bool // not audio: it shows what an error looks like
}

var (
	cd     = audio.Spec{Container: audio.WAV, Rate: 44100, Channels: 2, Bits: 16}
	studio = audio.Spec{Container: audio.WAV, Rate: 48000, Channels: 2, Bits: 24}
	high   = audio.Spec{Container: audio.WAV, Rate: 96000, Channels: 2, Bits: 24}
	mono   = audio.Spec{Container: audio.WAV, Rate: 44100, Channels: 1, Bits: 16}
	aiff   = audio.Spec{Container: audio.AIFF, Rate: 44100, Channels: 2, Bits: 16}
	aiff24 = audio.Spec{Container: audio.AIFF, Rate: 48000, Channels: 2, Bits: 24}
	mp3    = audio.Spec{Container: audio.MP3, Rate: 44100, Channels: 2}
)

var samples = []sample{
	{"PRC001_001_MorningFerry.wav", "Morning Ferry", "The Tin Harbour", "Small Journeys", "Ada Quillfeather", "96", cd, 4, false},
	{"PRC001_002_LanternHill.wav", "Lantern Hill", "The Tin Harbour", "Small Journeys", "Ada Quillfeather", "72", cd, 3, false},
	{"PRC001_003_PaperKites.wav", "Paper Kites", "Oboe Parade", "Small Journeys", "Milo Tanglewick", "118", studio, 3, false},
	{"PRC001_004_SleeperTrain.wav", "Sleeper Train", "Oboe Parade", "Small Journeys", "Milo Tanglewick", "84", studio, 3, false},
	{"PRC001_005_HighMeadow.wav", "High Meadow", "The Ninety Sixes", "Small Journeys", "Ada Quillfeather", "104", high, 3, false},
	{"PRC002_001_FieldNotes.wav", "Field Notes", "Solo Recorder", "Quiet Rooms", "Orla Pennymarsh", "60", mono, 5, false},
	{"PRC002_002_KitchenRadio.wav", "Kitchen Radio", "Solo Recorder", "Quiet Rooms", "Orla Pennymarsh", "112", mono, 3, false},
	{"PRC002_003_GlassStairs.aiff", "Glass Stairs", "Velvet Abacus", "Quiet Rooms", "Orla Pennymarsh", "90", aiff, 3, false},
	{"PRC002_004_WinterOrchard.aif", "Winter Orchard", "Velvet Abacus", "Quiet Rooms", "Tobias Fernlight", "66", aiff24, 3, false},
	{"PRC003_001_NeonBakery.mp3", "Neon Bakery", "Brass Umbrella", "City Lights", "Tobias Fernlight", "128", mp3, 3, false},
	{"PRC003_002_RooftopSwim.mp3", "Rooftop Swim", "Brass Umbrella", "City Lights", "Tobias Fernlight", "122", mp3, 3, false},
	{"PRC003_003_LastTramHome.wav", "Last Tram Home", "Brass Umbrella", "City Lights", "Milo Tanglewick", "100", cd, 6, false},
	{file: "PRC003_004_TornPage.wav", spec: cd, torn: true},
}

// AddSamples makes the sample tracks, once, and puts them into the main job's queue. While one of
// them still waits or is being published it adds none. It returns how many were added.
func (s *Site) AddSamples(ctx context.Context) (int, error) {
	s.sampling.Lock()
	defer s.sampling.Unlock()
	if err := s.makeSamples(ctx); err != nil {
		return 0, err
	}
	var queue []newUpload
	for _, one := range samples {
		address := "/samples/" + one.file
		from := source{address: address, name: one.file, format: string(one.spec.Container)}
		queue = append(queue, newUpload{job: s.store.main, formats: []api.Format{api.MP3}, meta: s.tagsOfOwn(ctx, address), source: from})
	}
	added := 0
	err := s.store.update(ctx, func(db execer) error {
		var waiting bool
		err := db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM uploads u JOIN sources USING (upload_id)
			WHERE u.job_id = ? AND u.status IN ('uploaded', 'queued', 'publishing') AND address LIKE '/samples/%')`, s.store.main).Scan(&waiting)
		if err != nil || waiting {
			return err
		}
		for _, one := range queue {
			if _, err := addUpload(ctx, db, one); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("queue the samples: %w", err)
	}
	return added, nil
}

// makeSamples makes those that aren't there yet, on all cores: somebody waits for a first look.
func (s *Site) makeSamples(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.NumCPU())
	for i, one := range samples {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.makeSample(one, int64(i+1)); err != nil {
				return fmt.Errorf("make the sample %s: %w", one.file, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// makeSample makes a sample's file unless it is there.
func (s *Site) makeSample(one sample, seed int64) error {
	file := s.path(samplesFolder, one.file)
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if one.torn {
		return s.writeWhole(file, tornFile())
	}
	// The ending stays: it may be what tells a tag library the kind of file.
	aside := s.path(workFolder, "sample-"+randomText(6)+filepath.Ext(file))
	defer os.Remove(aside) // gone already where all went well
	if err := audio.Synth(aside, one.spec, one.seconds*s.tuning.sampleLength, seed); err != nil {
		return err
	}
	if err := audio.WriteTags(aside, one.tags(seed)); err != nil {
		return err
	}
	if err := syncPath(aside); err != nil {
		return err
	}
	if err := os.Rename(aside, file); err != nil {
		return err
	}
	return syncPath(filepath.Dir(file))
}

func (one sample) tags(number int64) map[string]string {
	return map[string]string{
		"Title": one.title, "Artist": one.artist, "Album": one.album, "Composer": one.composer, "BPM": one.bpm,
		"ISRC": fmt.Sprintf("ZZPRC26%05d", number),
	}
}

// tornFile begins as a WAV does and then is anything but one.
func tornFile() []byte {
	head := append([]byte("RIFF"), binary.LittleEndian.AppendUint32(nil, 4096)...)
	return append(append(head, "WAVE"...), strings.Repeat("torn page ", 40)...)
}
