package audio

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// maxSynthSeconds bounds a sample track.
const maxSynthSeconds = 3600

// synthPeak is the loudest sample of a sample track: −6 dB under full scale.
var synthPeak = math.Pow(10, -6.0/20)

// Synth makes a sample track at path: a few seconds of a plain tune with
// chords, bass, a plucked melody and drums, from no recording. The same spec,
// seconds and seed make the same file; another seed another key, tempo and
// tune. spec is as for Create, with one channel or two, and spec.Frames
// doesn't matter. seconds is over 0 and up to 3,600.
func Synth(path string, spec Spec, seconds float64, seed int64) error {
	if !(seconds > 0 && seconds <= maxSynthSeconds) {
		return fmt.Errorf("making a sample track: %g seconds aren't between 0 and %d", seconds, maxSynthSeconds)
	}
	if spec.Channels != 1 && spec.Channels != 2 {
		return fmt.Errorf("making a sample track: %d channels aren't mono or stereo", spec.Channels)
	}
	spec.Frames = max(int64(math.Round(seconds*float64(spec.Rate))), 1)
	out, err := Create(path, spec)
	if err != nil {
		return err
	}
	err = newSong(seconds, seed).play(out, spec)
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("making a sample track: %w", err)
	}
	return nil
}

// song is a tune. Its sound at any moment is a function of the moment alone,
// so that it can be played twice: once to find how loud it gets.
type song struct {
	seconds float64
	beat    float64 // seconds
	chords  [4]chord
	steps   [8]int // the melody: which of the chord's notes on each half beat
	noise   uint64
}

// chord is three notes and the bass under them, in Hz.
type chord struct {
	notes [3]float64
	bass  float64
}

// progressions are chords by the step of the major scale that they stand on.
var progressions = [][4]int{{0, 4, 5, 3}, {0, 5, 3, 4}, {5, 3, 0, 4}, {0, 3, 1, 4}, {3, 4, 2, 5}}

func newSong(seconds float64, seed int64) song {
	dice := rand.New(rand.NewPCG(uint64(seed), 0x9e3779b97f4a7c15)) // #nosec G404 -- music, the same each time
	s := song{seconds: seconds, beat: 60 / (84 + 4*float64(dice.IntN(9))), noise: dice.Uint64()}
	root := 196 * math.Pow(2, float64(dice.IntN(8))/12)
	for i, step := range progressions[dice.IntN(len(progressions))] {
		for n := range s.chords[i].notes {
			s.chords[i].notes[n] = root * scale(step+2*n)
		}
		s.chords[i].bass = root / 4 * scale(step)
	}
	for i := range s.steps {
		s.steps[i] = dice.IntN(4)
	}
	return s
}

// scale is how many times higher than the root a step of the major scale is.
func scale(step int) float64 {
	semitones := [7]int{0, 2, 4, 5, 7, 9, 11}
	return math.Pow(2, float64(step/7)+float64(semitones[step%7])/12)
}

// play writes the song, scaled to synthPeak.
func (s song) play(out Writer, spec Spec) error {
	var peak float64
	frame := make([]float64, spec.Channels)
	for n := range spec.Frames {
		s.frame(float64(n)/float64(spec.Rate), frame)
		for _, v := range frame {
			peak = max(peak, math.Abs(v))
		}
	}
	gain := 0.0
	if peak > 0 {
		gain = synthPeak * math.MaxInt32 / peak
	}
	block := make([]int32, 0, bufferBytes/4)
	for n := range spec.Frames {
		s.frame(float64(n)/float64(spec.Rate), frame)
		for _, v := range frame {
			block = append(block, clip(v*gain))
		}
		if len(block)+spec.Channels > cap(block) || n == spec.Frames-1 {
			if err := out.Write(block); err != nil {
				return err
			}
			block = block[:0]
		}
	}
	return nil
}

// frame computes the sound at t seconds.
func (s song) frame(t float64, out []float64) {
	left, right := s.pad(t)
	pluck, echo := s.pluck(t), 0.4*s.pluck(t-0.75*s.beat)
	side := 0.25 * math.Sin(2*math.Pi*t/(8*s.beat)) // the melody wanders a little
	left += pluck*(0.6-side) + echo*0.75
	right += pluck*(0.6+side) + echo*0.25
	middle := s.bass(t) + s.kick(t) + s.snare(t)
	hat := s.hat(t)
	fade := s.fade(t)
	left = (left + middle + 0.4*hat) * fade
	right = (right + middle + 0.7*hat) * fade
	if len(out) == 1 {
		out[0] = (left + right) / 2
		return
	}
	out[0], out[1] = left, right
}

// fade avoids a click at either end.
func (s song) fade(t float64) float64 {
	end := min(1.5, s.seconds/4)
	return max(0, min(1, t/0.005, (s.seconds-t)/end))
}

func (s song) chord(t float64) chord {
	return s.chords[int(math.Max(t, 0)/(4*s.beat))%len(s.chords)]
}

// since is the time since the last of the strokes that come each step beats,
// the first one at offset beats; before the first it is far away.
func (s song) since(t, step, offset float64) float64 {
	t -= offset * s.beat
	if t < 0 {
		return math.Inf(1)
	}
	return math.Mod(t, step*s.beat)
}

func tone(hz, t float64) float64 { return math.Sin(2 * math.Pi * hz * t) }

// pad is the chord, swelling once a bar, its notes spread from left to right.
func (s song) pad(t float64) (left, right float64) {
	bar := 4 * s.beat
	in := math.Mod(t, bar)
	swell := 0.12 * min(1, in/0.25, (bar-in)/0.1)
	for i, hz := range s.chord(t).notes {
		v := swell * (tone(hz, t) + 0.5*tone(hz*1.004, t) + 0.25*tone(2*hz, t))
		pan := 0.3 + 0.2*float64(i)
		left += v * (1 - pan)
		right += v * pan
	}
	return left, right
}

func (s song) bass(t float64) float64 {
	in := min(s.since(t, 4, 0), s.since(t, 4, 2.5))
	hz := s.chord(t).bass
	return 0.32 * min(1, in/0.01) * math.Exp(-1.8*in) * (tone(hz, t) + 0.4*tone(2*hz, t) + 0.15*tone(3*hz, t))
}

// pluck is the melody, on half beats; the fourth of a chord's notes is a rest.
func (s song) pluck(t float64) float64 {
	if t < 0 {
		return 0
	}
	step := s.steps[int(2*t/s.beat)%len(s.steps)]
	notes := s.chord(t).notes
	if step == len(notes) {
		return 0
	}
	in, hz := s.since(t, 0.5, 0), 2*notes[step]
	start := min(1, in/0.003) * min(1, (s.beat/2-in)/0.01)
	return 0.22 * start * (math.Exp(-5*in)*tone(hz, in) +
		0.4*math.Exp(-9*in)*tone(2*hz, in) + 0.2*math.Exp(-14*in)*tone(3*hz, in))
}

// kick is a tone that falls from 150 to 45 Hz.
func (s song) kick(t float64) float64 {
	in := s.since(t, 2, 0)
	if in > 0.5 {
		return 0
	}
	turns := 45*in + (150-45)/30.0*(1-math.Exp(-30*in))
	return 0.5 * math.Exp(-9*in) * math.Sin(2*math.Pi*turns)
}

func (s song) snare(t float64) float64 {
	in := s.since(t, 2, 1)
	if in > 0.4 {
		return 0
	}
	return 0.12*math.Exp(-18*in)*s.hiss(t) + 0.1*math.Exp(-25*in)*tone(185, in)
}

// hat is hiss with its low part taken away.
func (s song) hat(t float64) float64 {
	in := s.since(t, 1, 0.5)
	if in > 0.2 {
		return 0
	}
	return 0.07 * math.Exp(-40*in) * (s.hiss(t) - s.hiss(t-1.0/16000))
}

// hiss is noise that is the same at the same moment: each of 16,000 moments a
// second is hashed to a value, and the moments between are joined by lines.
func (s song) hiss(t float64) float64 {
	position := max(t, 0) * 16000
	whole := math.Floor(position)
	a, b := s.grain(uint64(whole)), s.grain(uint64(whole)+1)
	return a + (b-a)*(position-whole)
}

func (s song) grain(n uint64) float64 {
	x := (n + s.noise) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64(int64(x^x>>31)) / (1 << 63)
}
