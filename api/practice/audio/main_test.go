package audio

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
)

// conversionOfAProcess in the environment makes this test program convert one
// file for another test to measure: the source, the result and its kind, one
// a line.
const conversionOfAProcess = "AUDIO_TEST_CONVERT"

func TestMain(m *testing.M) {
	if job := os.Getenv(conversionOfAProcess); job != "" {
		if err := convertAlone(job); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// convertAlone converts, and prints the frames that came of it and the most
// memory that the process ever had, in bytes.
func convertAlone(job string) error {
	lines := strings.Split(job, "\n")
	spec, err := Converter{}.Convert(context.Background(), lines[0], lines[1], Container(lines[2]))
	if err != nil {
		return err
	}
	_, err = fmt.Println(spec.Frames, mostMemory())
	return err
}

// mostMemory is the peak of the process's resident memory, or where the system
// doesn't tell that, what Go has ever asked for.
func mostMemory() uint64 {
	status, _ := os.ReadFile("/proc/self/status")
	if _, rest, ok := strings.Cut(string(status), "VmHWM:"); ok {
		var kib uint64
		if _, err := fmt.Sscan(rest, &kib); err == nil {
			return kib << 10
		}
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Sys
}
