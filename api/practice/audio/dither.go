package audio

import "math/rand/v2"

// ditherer gives another reader's sound at a lower depth. Plain rounding would
// turn what is fainter than half a step to silence, and the rest of its error
// follows the sound, which is heard as distortion. So noise with a triangular
// distribution of up to one step either way is added first: then the error's
// mean and power are the same whatever the sound, which goes on below the
// lowest bit.
type ditherer struct {
	in    Reader
	bits  uint
	noise *rand.PCG
}

// newDitherer reduces in to bits bits, fewer than 32. The same sound always
// comes out the same.
func newDitherer(in Reader, bits int) *ditherer {
	return &ditherer{in: in, bits: uint(bits), noise: rand.NewPCG(1, 2)}
}

func (d *ditherer) Spec() Spec {
	spec := d.in.Spec()
	spec.Bits = int(d.bits)
	return spec
}

func (d *ditherer) Close() error { return d.in.Close() }

func (d *ditherer) Read(samples []int32) (int, error) {
	n, err := d.in.Read(samples)
	for i, s := range samples[:n] {
		samples[i] = d.reduce(s)
	}
	return n, err
}

// reduce adds the noise, the sum of two evenly distributed numbers, and rounds
// to the nearest step; what the noise takes past full scale stays there.
func (d *ditherer) reduce(s int32) int32 {
	shift := 32 - d.bits
	step := int64(1) << shift
	dice := d.noise.Uint64()
	noise := int64(dice)&(step-1) + int64(dice>>32)&(step-1) - step
	steps := (int64(s) + noise + step/2) >> shift
	most := int64(1) << (d.bits - 1)
	return int32(max(-most, min(steps, most-1)) << shift)
}
