//go:build !race

package audio

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// TestTwoHoursNeedLittleMemory isn't for the race detector, which multiplies
// both memory and time.
func TestTwoHoursNeedLittleMemory(t *testing.T) {
	const most = 64 << 20
	spec := Spec{Container: WAV, Rate: 96000, Channels: 2, Bits: 24, Frames: 2 * 3600 * 96000}
	src := sparseWAV(t, spec)
	for to, frames := range map[Container]int64{AIFF: spec.Frames, MP3: spec.Frames / 2} {
		dst := filepath.Join(t.TempDir(), "result")
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), conversionOfAProcess+"="+src+"\n"+dst+"\n"+string(to))
		begun := time.Now()
		out, err := child.CombinedOutput()
		if removed := os.Remove(dst); removed != nil {
			t.Error(removed) // 4 GB
		}
		if err != nil {
			t.Fatalf("to %s: %v: %s", to, err, out)
		}
		var got int64
		var memory uint64
		if _, err := fmt.Sscan(string(out), &got, &memory); err != nil {
			t.Fatalf("to %s: %v: %s", to, err, out)
		}
		t.Logf("to %s: %.1f s and %d MiB", to, time.Since(begun).Seconds(), memory>>20)
		if got != frames {
			t.Errorf("to %s: %d frames, want %d", to, got, frames)
		}
		if memory > most {
			t.Errorf("to %s: it took %d MiB of memory", to, memory>>20)
		}
	}
}
