package mp3_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"pressroom/api/practice/audio/mp3"
)

// testSeconds is short, as go-mp3 takes its time.
const testSeconds = 0.25

var rates = []int{32000, 44100, 48000}

// sine is -6 dB below full scale. Each channel has another phase.
func sine(channels, rate int, hertz float64) sound {
	s := make(sound, channels)
	for c := range s {
		for i := range int(testSeconds * float64(rate)) {
			s[c] = append(s[c], 0.5*math.Sin(2*math.Pi*hertz*float64(i)/float64(rate)+float64(c)))
		}
	}
	return s
}

// noise is white, or without its highs where smooth is above zero and near to
// one. The channels have nothing in common.
func noise(channels, rate int, level, smooth float64) sound {
	random := rand.New(rand.NewPCG(1, 2))
	s := make(sound, channels)
	for c := range s {
		var last float64
		for range int(testSeconds * float64(rate)) {
			last = smooth*last + level*random.NormFloat64()*math.Sqrt(1-smooth*smooth)
			s[c] = append(s[c], last)
		}
	}
	return s
}

// eachSetup goes through rates, channels and the higher bitrates.
func eachSetup(t *testing.T, check func(t *testing.T, rate, channels, bitrate int)) {
	for i, rate := range rates {
		for channels := 1; channels <= 2; channels++ {
			for _, bitrate := range []int{[]int{128, 192, 256}[(i+channels)%3], 320} {
				t.Run(fmt.Sprintf("%d Hz, %d channels, %d kbit/s", rate, channels, bitrate), func(t *testing.T) {
					check(t, rate, channels, bitrate)
				})
			}
		}
	}
}

func checkLevels(t *testing.T, c mp3.Config, s sound) {
	t.Helper()
	const within = 0.1 // dB
	eachDecoder(t, c, s, func(t *testing.T, decoded sound) {
		for i := range s {
			if off := levelError(s[i], decoded[i]); math.Abs(off) > within {
				t.Errorf("channel %d comes out %+.3f dB louder", i, off)
			}
		}
	})
}

func checkNoise(t *testing.T, c mp3.Config, s sound, floor float64) {
	t.Helper()
	eachDecoder(t, c, s, func(t *testing.T, decoded sound) {
		for i := range s {
			snr := signalToNoise(s[i], decoded[i])
			t.Logf("channel %d: signal to noise %.1f dB", i, snr)
			if !(snr >= floor) {
				t.Errorf("channel %d has a signal to noise ratio of %.1f dB, want %.1f", i, snr, floor)
			}
		}
	})
}

func TestASineKeepsItsLevel(t *testing.T) {
	t.Parallel()
	turn := 0
	eachSetup(t, func(t *testing.T, rate, channels, bitrate int) {
		s := sine(1, rate, []float64{60, 440, 3000, 7000, 14000}[turn%5])
		turn++
		if channels == 2 {
			s = append(s, sine(1, rate, 10000)[0])
		}
		checkLevels(t, mp3.Config{Rate: rate, Bitrate: bitrate}, s)
	})
}

func TestNoiseKeepsItsLevel(t *testing.T) {
	t.Parallel()
	eachSetup(t, func(t *testing.T, rate, channels, bitrate int) {
		smooth := 0.0
		if bitrate == 320 {
			smooth = 0.95
		}
		checkLevels(t, mp3.Config{Rate: rate, Bitrate: bitrate}, noise(channels, rate, 0.1, smooth))
	})
}

func TestASineAtTheHighestBitrateIsClean(t *testing.T) {
	t.Parallel()
	for _, rate := range rates {
		for channels, floor := range map[int]float64{1: 68, 2: 56} {
			t.Run(fmt.Sprintf("%d Hz, %d channels", rate, channels), func(t *testing.T) {
				checkNoise(t, mp3.Config{Rate: rate}, sine(channels, rate, 1000), floor)
			})
		}
	}
}

func TestTheSameSineInBothChannelsIsAsCleanAsInOne(t *testing.T) {
	t.Parallel()
	for _, rate := range rates {
		s := sine(1, rate, 1000)
		checkNoise(t, mp3.Config{Rate: rate}, sound{s[0], s[0]}, 68)
	}
}

func TestChannelsThatAreNearlyTheSameStayApart(t *testing.T) {
	t.Parallel()
	s := noise(2, 44100, 0.1, 0.9)
	for i, v := range s[0] {
		s[1][i] = 0.8*v + 0.02*s[1][i]
	}
	checkNoise(t, mp3.Config{Rate: 44100}, s, 25)
	checkLevels(t, mp3.Config{Rate: 44100}, s)
}

// clicks is faint noise with loud noise setting in again and again.
func clicks(rate int) sound {
	s := noise(1, rate, 0.2, 0)
	for i := range s[0] {
		if i%2500 < 1500 {
			s[0][i] *= 0.001
		}
	}
	return s
}

func TestSuddenSoundsDontEchoAhead(t *testing.T) {
	t.Parallel()
	for _, rate := range rates {
		s := clicks(rate)
		checkNoise(t, mp3.Config{Rate: rate}, s, 28)
		eachDecoder(t, mp3.Config{Rate: rate}, s, func(t *testing.T, decoded sound) {
			// A long block would spread its noise over all of this.
			const from, to, sets, again = 900, 1200, 1500, 2500
			var loud, noise []float64
			for at := 0; at+again <= s.frames(); at += again {
				loud = append(loud, s[0][at+sets:at+again]...)
				for i := at + from; i < at+to; i++ {
					noise = append(noise, decoded[0][i]-s[0][i])
				}
			}
			below := decibels(energy(loud) / energy(noise) * (to - from) / (again - sets))
			t.Logf("the noise before a sound is %.1f dB below it", below)
			if below < 45 {
				t.Errorf("the noise before a sound is only %.1f dB below it", below)
			}
		})
	}
}

func TestOddSoundsAreDecodedCleanly(t *testing.T) {
	t.Parallel()
	impulse := make([]float64, 3000)
	impulse[1234] = 1
	square, loud := make([]float64, 9000), make([]float64, 9000)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range square {
		square[i] = float64(1 - i/50%2*2)
		loud[i] = float64(1 - random.IntN(2)*2)
	}
	for i, odd := range []struct {
		name    string
		channel []float64
	}{
		{"nothing", nil},
		{"one sample", []float64{1}},
		{"silence", make([]float64, 5000)},
		{"an impulse", impulse},
		{"a square wave", square},
		{"noise at full scale", loud},
	} {
		for j, c := range []mp3.Config{{Rate: 32000, Bitrate: 128}, {Rate: 44100, Bitrate: 320}, {Rate: 48000, Bitrate: 32}} {
			s := sound{odd.channel, odd.channel}[:1+(i+j)%2]
			t.Run(fmt.Sprintf("%s, %d Hz, %d channels", odd.name, c.Rate, len(s)), func(t *testing.T) {
				eachDecoder(t, c, s, func(*testing.T, sound) {})
			})
		}
	}
}

func TestSilenceStaysSilent(t *testing.T) {
	t.Parallel()
	s := sound{make([]float64, 4000), make([]float64, 4000)}
	eachDecoder(t, mp3.Config{Rate: 48000}, s, func(t *testing.T, decoded sound) {
		if e := energy(decoded[0]) + energy(decoded[1]); e != 0 {
			t.Errorf("silence comes out with an energy of %g", e)
		}
	})
}

func TestSoundGoesOnWhereItShouldAfterSilence(t *testing.T) {
	t.Parallel()
	for _, channels := range []int{1, 2} {
		s := noise(channels, 44100, 0.2, 0)
		for _, c := range s {
			clear(c[2000:10000]) // more than four frames
		}
		c := mp3.Config{Rate: 44100}
		checkNoise(t, c, s, 15)
		eachDecoder(t, c, s, func(t *testing.T, decoded sound) {
			for channel := range s {
				if e := energy(decoded[channel][4500:7500]); e != 0 {
					t.Errorf("the silence of channel %d has an energy of %g", channel, e)
				}
			}
		})
	}
}
