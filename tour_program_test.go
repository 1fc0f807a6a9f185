//go:build tour

package main

import (
	"cmp"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// program is Pressroom running on a screen. It says at debug level where its controls stand and what
// it has painted, so the tour points at the former and waits for the latter.
type program struct {
	*screen
	cmd *exec.Cmd
	log *lines
}

// underTest is the program that the tour drives: build/pressroom, or what PRESSROOM_PROGRAM names, such as one that
// was installed.
func underTest() string { return cmp.Or(os.Getenv("PRESSROOM_PROGRAM"), "build/pressroom") }

func (s *screen) program(t *testing.T, args ...string) *program {
	t.Helper()
	p := &program{screen: s, log: newLines(t, "pressroom"), cmd: exec.Command(underTest(), append([]string{"-log", "debug"}, args...)...)}
	p.cmd.Env, p.cmd.Stderr = s.env, p.log
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.cmd.ProcessState == nil {
			end(p.cmd)
		}
		if t.Failed() {
			said := p.log.said()
			t.Logf("the program's last words:\n%s", strings.Join(said[max(0, len(said)-40):], "\n"))
		}
	})
	window := s.do("xdotool", "search", "--sync", "--onlyvisible", "--pid", strconv.Itoa(p.cmd.Process.Pid))
	s.do("xdotool", "windowfocus", "--sync", strings.Fields(window)[0])
	return p
}

var (
	pairs  = regexp.MustCompile(`(\w+)=("[^"]*"|\[[^\]]*\]|\S+)`)
	quoted = strings.NewReplacer(`"`, "")
)

// latest is the newest line of the log with this message, as names and values.
func (p *program) latest(message string, which func(map[string]string) bool) map[string]string {
	said := p.log.said()
	for i := len(said) - 1; i >= 0; i-- {
		if !strings.Contains(said[i], "msg="+message) {
			continue
		}
		values := map[string]string{}
		for _, pair := range pairs.FindAllStringSubmatch(said[i], -1) {
			values[pair[1]] = quoted.Replace(pair[2])
		}
		if which == nil || which(values) {
			return values
		}
	}
	return nil
}

// shows says whether what is painted last has these values.
func (p *program) shows(want ...string) bool {
	now := p.latest("painted", nil)
	for _, w := range want {
		name, value, _ := strings.Cut(w, "=")
		if got, ok := now[name]; !ok || got != value {
			return false
		}
	}
	return now != nil
}

// painted waits until what is painted has these values: "page=review", "all=13", …
func (p *program) painted(want ...string) {
	p.t.Helper()
	p.until("painted "+strings.Join(want, " "), func() bool { return p.shows(want...) })
}

// control waits for a control that is shown and returns its left upper corner and its size.
func (p *program) control(name string) (x, y, width, height float64) {
	p.t.Helper()
	var at map[string]string
	p.until("the control "+name+" is shown", func() bool {
		at = p.latest("control", func(v map[string]string) bool { return v["name"] == name })
		return at != nil && at["width"] != "0"
	})
	read := func(key string) float64 {
		v, _ := strconv.ParseFloat(at[key], 64)
		return v
	}
	return read("x"), read("y"), read("width"), read("height")
}

// press clicks the middle of a control.
func (p *program) press(name string) {
	p.t.Helper()
	pause(300 * time.Millisecond) // where a control stands now is told a few frames after the painting
	x, y, width, height := p.control(name)
	p.click(x+width/2, y+height/2)
}

// row clicks a row of the table, counted from 0.
func (p *program) row(n int, with ...string) {
	p.t.Helper()
	const head, high = 31, 31
	x, y, _, _ := p.control("queue.table")
	p.click(x+60, y+head+float64(n)*high+high/2, with...)
}

// drag presses the mouse on one row of the table and lets it go on another.
func (p *program) drag(from, to int) {
	p.t.Helper()
	const head, high = 31, 31
	x, y, _, _ := p.control("queue.table")
	at := func(row int) (string, string) {
		return strconv.Itoa(int(x) + 60), strconv.Itoa(int(y) + head + row*high + high/2)
	}
	move := func(row int) {
		left, top := at(row)
		p.do("xdotool", "mousemove", left, top)
		pause(100 * time.Millisecond)
	}
	move(from)
	p.do("xdotool", "mousedown", "1")
	for row := from; row <= to; row++ {
		move(row)
	}
	p.do("xdotool", "mouseup", "1")
}

// quit leaves by the keyboard and holds the program to ending well and soon.
func (p *program) quit() {
	p.t.Helper()
	p.keys("ctrl+q")
	ended := make(chan error, 1)
	go func() { ended <- p.cmd.Wait() }()
	select {
	case err := <-ended:
		if err != nil {
			p.t.Errorf("the program ended with %v", err)
		}
	case <-time.After(patience):
		_ = p.cmd.Process.Kill()
		p.t.Fatal("the program did not end")
	}
}

// notified waits until the notification daemon was given this title, and returns how often it was.
func (p *program) notified(title string) int {
	p.t.Helper()
	count := func() (n int) {
		for _, line := range p.notices.said() {
			if strings.Contains(line, `string "`+title+`"`) {
				n++
			}
		}
		return n
	}
	p.until("a notification: "+title, func() bool { return count() > 0 })
	return count()
}
