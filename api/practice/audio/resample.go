package audio

import (
	"errors"
	"io"
	"math"
)

// The resampler's low pass is flat within 0.1 dB up to 86 % of the lower of
// the two Nyquist frequencies (18.9 kHz at 44.1 kHz), and at that frequency
// itself, from where sound would fold back, it is more than 90 dB down.
const (
	passEdge     = 0.86
	stopEdge     = 1.0
	stopDecibels = 96.0
	// maxPhases bounds the table of the filter; rates with a more crooked
	// ratio take the nearest two phases in proportion.
	maxPhases = 1024
)

// resampler gives another reader's sound at another rate, by a windowed sinc
// whose coefficients are tabled for each position between two frames.
type resampler struct {
	in       Reader
	spec     Spec
	table    [][]float64 // by phase, one more than phases: the last is the first one frame on
	taps     int         // frames that make one
	num, den int64       // input frames for each output frame, in lowest terms
	made     int64       // output frames so far
	hist     []float64   // input frames, interleaved, from frame base on
	base     int64
	sound    int64 // what was read from this input frame on is silent
	block    []int32
	ended    bool
}

func newResampler(in Reader, rate int) *resampler {
	spec := in.Spec()
	g := gcd(spec.Rate, rate)
	r := &resampler{in: in, spec: spec, num: int64(spec.Rate / g), den: int64(rate / g)}
	r.spec.Rate = rate
	r.spec.Frames = (spec.Frames*r.den + r.num/2) / r.num
	r.spec.Frames = max(r.spec.Frames, 1)
	r.tabulate(math.Min(1, float64(rate)/float64(spec.Rate)))
	// Frames before the first are silence.
	r.base = -int64(r.taps/2 - 1)
	r.hist = make([]float64, int(-r.base)*spec.Channels, 2*(bufferBytes/4+r.taps*spec.Channels))
	r.block = make([]int32, max(bufferBytes/8/spec.Channels, 1)*spec.Channels)
	return r
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// tabulate computes the filter: ratio is how much of the input's band stays.
func (r *resampler) tabulate(ratio float64) {
	beta := 0.1102 * (stopDecibels - 8.7)
	width := (stopEdge - passEdge) * math.Pi * ratio
	half := int(math.Ceil((stopDecibels - 8) / (2.285 * width) / 2))
	r.taps = 2 * half
	cutoff := (stopEdge + passEdge) / 2 * ratio
	phases := int(min(r.den, maxPhases))
	r.table = make([][]float64, phases+1)
	for p := range r.table {
		row := make([]float64, r.taps)
		sum := 0.0
		for k := range row {
			x := float64(k-half+1) - float64(p)/float64(phases)
			row[k] = sinc(cutoff*x) * window(x/float64(half), beta)
			sum += row[k]
		}
		for k := range row {
			row[k] /= sum
		}
		r.table[p] = row
	}
}

func sinc(x float64) float64 {
	if x == 0 {
		return 1
	}
	return math.Sin(math.Pi*x) / (math.Pi * x)
}

// window is Kaiser's, but for a factor that the caller's sum takes out again.
func window(x, beta float64) float64 {
	if x <= -1 || x >= 1 {
		return 0
	}
	return bessel0(beta * math.Sqrt(1-x*x))
}

// bessel0 is the modified Bessel function of the first kind, order 0.
func bessel0(x float64) float64 {
	sum, term := 1.0, 1.0
	for k := 1.0; term > sum*1e-17; k++ {
		term *= (x / 2 / k) * (x / 2 / k)
		sum += term
	}
	return sum
}

func (r *resampler) Spec() Spec   { return r.spec }
func (r *resampler) Close() error { return r.in.Close() }

func (r *resampler) Read(samples []int32) (int, error) {
	channels := r.spec.Channels
	if len(samples) < channels {
		return 0, io.ErrShortBuffer
	}
	n := 0
	for n+channels <= len(samples) && r.made < r.spec.Frames {
		at := r.made * r.num / r.den
		if err := r.need(at + int64(r.taps/2)); err != nil {
			return 0, err
		}
		r.frame(samples[n:n+channels], at)
		n += channels
		r.made++
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// frame computes the output frame that lies at or after input frame at.
func (r *resampler) frame(out []int32, at int64) {
	phases := int64(len(r.table) - 1)
	position := (r.made*r.num - at*r.den) * phases
	row, rest := r.table[position/r.den], position%r.den
	channels := r.spec.Channels
	from := at - int64(r.taps/2-1)
	if from >= r.sound { // most of a long file can be silence
		clear(out)
		return
	}
	first := int(from-r.base) * channels
	in := r.hist[first : first+r.taps*channels]
	for c := range out {
		v := convolve(row, in[c:], channels)
		if rest != 0 {
			next := convolve(r.table[position/r.den+1], in[c:], channels)
			v += (next - v) * float64(rest) / float64(r.den)
		}
		out[c] = clip(v)
	}
}

// convolve adds up in four sums, which a processor can do at the same time.
func convolve(row, in []float64, step int) float64 {
	var a, b, c, d float64
	k, i := 0, 0
	for ; k+4 <= len(row) && i+3*step < len(in); k, i = k+4, i+4*step {
		a += row[k] * in[i]
		b += row[k+1] * in[i+step]
		c += row[k+2] * in[i+2*step]
		d += row[k+3] * in[i+3*step]
	}
	for ; k < len(row) && i < len(in); k, i = k+1, i+step {
		a += row[k] * in[i]
	}
	return a + b + c + d
}

func clip(v float64) int32 {
	return int32(math.RoundToEven(max(math.MinInt32, min(v, math.MaxInt32))))
}

// need sees to it that the input frames up to and including last are there,
// and forgets those that nothing needs any more. Frames after the end are
// silence.
func (r *resampler) need(last int64) error {
	channels := r.spec.Channels
	for r.base+int64(len(r.hist)/channels) <= last {
		if drop := int(last-int64(r.taps)-r.base) * channels; drop > len(r.hist)/2 {
			drop = min(drop, len(r.hist))
			r.hist = append(r.hist[:0], r.hist[drop:]...)
			r.base += int64(drop / channels)
		}
		n, err := 0, io.EOF
		if !r.ended {
			n, err = r.in.Read(r.block)
		}
		if errors.Is(err, io.EOF) {
			r.ended = true
			n = len(r.block)
			clear(r.block)
		} else if err != nil {
			return err
		}
		for _, s := range r.block[:n] {
			r.hist = append(r.hist, float64(s))
			if s != 0 {
				r.sound = max(r.sound, r.base+int64((len(r.hist)+channels-1)/channels))
			}
		}
	}
	return nil
}
