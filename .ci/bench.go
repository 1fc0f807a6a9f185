// Runs the measures and prints one line each: name, value, reference, ratio, goal, and whether the
// goal holds. A measure is a benchmark with the parts "measured" and "reference", run one after the
// other; its first part reports the metric "goal", the highest ratio that is good enough. What is
// compared is the time of an operation, or what a part reports as "value-ns", "value-B" or the like.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Measure is one line, and one entry of build/bench.json.
type Measure struct {
	Name      string  `json:"name"`
	Unit      string  `json:"unit"` // of Value and Reference: ns, B or what is counted
	Value     float64 `json:"value"`
	Reference float64 `json:"reference"`
	Ratio     float64 `json:"ratio"`
	Goal      float64 `json:"goal"`
	Holds     bool    `json:"holds"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	out := ""
	var err error
	if slices.Contains(args, "-bench") {
		out, err = bench(args...)
	} else if out, err = bench(append(args, "-skip", "^BenchmarkHour")...); err == nil {
		var hour string
		hour, err = bench(append(args, "-bench", "Hour/^(measured|reference)$")...)
		out += hour
	}
	if err != nil {
		return err
	}
	measures, err := read(out)
	if err != nil {
		return err
	}
	write(os.Stdout, measures)
	content, err := json.MarshalIndent(measures, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll("build", 0o755); err != nil {
		return err
	}
	return os.WriteFile("build/bench.json", append(content, '\n'), 0o644)
}

// speedUp is for the hour of work, which goes about twelve times as quickly as a person: what Fyne keeps for a
// minute after its last use, it then keeps for five seconds.
const speedUp = "FYNE_CACHE=5s"

// bench runs benchmarks and returns what they print.
func bench(args ...string) (string, error) {
	all := append([]string{"test", "-run", "^$", "-bench", "./^(measured|reference)$", "-count", "1", "-timeout", "30m"}, args...)
	cmd := exec.Command("go", append(all, "./...")...)
	if strings.Contains(strings.Join(args, " "), "-bench Hour") {
		cmd.Env = append(os.Environ(), speedUp)
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("run the benchmarks: %w\n%s", err, out.Bytes())
	}
	return out.String(), nil
}

var (
	line   = regexp.MustCompile(`(?m)^Benchmark(\w+)/(measured|reference)(?:-\d+)?\s+\d+\s+(.*)$`)
	metric = regexp.MustCompile(`([\d.e+]+) (\S+)`)
)

// read finds the measures in what the benchmarks printed.
func read(out string) ([]Measure, error) {
	found := map[string]*Measure{}
	for _, match := range line.FindAllStringSubmatch(out, -1) {
		m := found[match[1]]
		if m == nil {
			m = &Measure{Name: match[1], Unit: "ns", Value: math.NaN(), Reference: math.NaN(), Goal: math.NaN()}
			found[match[1]] = m
		}
		for _, pair := range metric.FindAllStringSubmatch(match[3], -1) {
			n, err := strconv.ParseFloat(pair[1], 64)
			if err != nil {
				return nil, fmt.Errorf("read %q: %w", match[0], err)
			}
			unit, own := strings.CutPrefix(pair[2], "value-")
			if pair[2] == "goal" {
				m.Goal = n
			}
			// The time of an operation stands before what a benchmark reports of its own.
			if !own && pair[2] != "ns/op" {
				continue
			}
			if own {
				m.Unit = unit
			}
			if match[2] == "measured" {
				m.Value = n
			} else {
				m.Reference = n
			}
		}
	}
	var measures []Measure
	for _, m := range found {
		if math.IsNaN(m.Value + m.Reference + m.Goal) {
			return nil, fmt.Errorf("%s lacks its value, its reference or its goal", m.Name)
		}
		m.Ratio = m.Value / m.Reference
		m.Holds = m.Ratio <= m.Goal
		measures = append(measures, *m)
	}
	slices.SortFunc(measures, func(a, b Measure) int { return strings.Compare(a.Name, b.Name) })
	return measures, nil
}

func write(w io.Writer, measures []Measure) {
	for _, m := range measures {
		word := "short"
		if m.Holds {
			word = "holds"
		}
		fmt.Fprintf(w, "%s %.0f%s %.0f%s %.2f %.2f %s\n", m.Name, m.Value, m.Unit, m.Reference, m.Unit, m.Ratio, m.Goal, word)
	}
}
