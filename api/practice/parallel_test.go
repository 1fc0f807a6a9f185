package practice

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"pressroom/api/practice/audio"
)

func TestASlowAddressHoldsUpNobodyAndNoMoreThanTheWorkersEncodeAtOnce(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	var asked atomic.Int64
	slow := host(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		select {
		case <-release:
		case <-r.Context().Done():
		}
		w.WriteHeader(http.StatusNotFound)
	}))
	var now, most atomic.Int64
	with := quick()
	with.convert = func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error) {
		for n := now.Add(1); ; {
			if seen := most.Load(); n <= seen || most.CompareAndSwap(seen, n) {
				break
			}
		}
		defer now.Add(-1)
		return audio.Converter{}.Convert(ctx, src, dst, to)
	}
	const workers, others = 2, 12
	c := caller(t, openTuned(t, Options{Workers: workers}, with))
	for _, name := range []string{"/a.wav", "/b.wav"} {
		c.upload(t, 296204, slow+name, "wav")
	}
	for _, address := range offers(t, c.site, song(t, "song.wav", shortWAV, 0.1), others) {
		c.upload(t, 296204, address, "mp3,aiff")
	}
	c.ok(t, "publish", nil, nil)
	until(t, func() bool { return c.counts(t, 296204).Done == others })
	if asked.Load() != 2 || most.Load() > workers {
		t.Errorf("%d slow ones were under way and %d encoded at once", asked.Load(), most.Load())
	}
	close(release)
	if counts := c.settled(t, 296204, others+2); counts.Errored != 2 {
		t.Errorf("%+v", counts)
	}
}
