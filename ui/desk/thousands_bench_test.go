//go:build soak

package desk

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"
)

// logged finds what a test of ten thousand changes logged of its pace.
var logged = regexp.MustCompile(`([0-9.]+) (?:of [0-9.]+ )?calls a second`)

// paceOf runs a test in virtual time, in a process of its own, and returns how long a call took in it.
func paceOf(b *testing.B, name string) time.Duration {
	b.Helper()
	out, err := exec.Command(os.Args[0], "-test.v", "-test.run", "^"+name+"$").CombinedOutput()
	found := logged.FindSubmatch(out)
	if err != nil || found == nil {
		b.Fatalf("%s: %v\n%s", name, err, out)
	}
	pace, err := strconv.ParseFloat(string(found[1]), 64)
	if err != nil {
		b.Fatal(err)
	}
	return time.Duration(float64(time.Second) / pace)
}

// report compares ten thousand changes with what the site allows; the goal is 95 % of it.
func report(b *testing.B, name string, allowed time.Duration) {
	b.Run("measured", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(paceOf(b, name)), "value-ns")
		}
		b.ReportMetric(1/0.95, "goal")
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			b.ReportMetric(float64(allowed), "value-ns")
		}
	})
}

// BenchmarkSetFormats is 10,000 setFormats at a site that takes 150 ms each, eight at once.
func BenchmarkSetFormats(b *testing.B) {
	report(b, "TestTenThousandChangesTakeAllThatEightAtOnceCan", 150*time.Millisecond/8)
}

// BenchmarkSetFormatsLimited is the same at a site that allows ten a second; the test holds refusals to 0.5 %.
func BenchmarkSetFormatsLimited(b *testing.B) {
	report(b, "TestTenThousandChangesBehindALimitOfTenASecondAreHardlyEverRefused", 100*time.Millisecond)
}
