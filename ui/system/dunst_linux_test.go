package system

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"pressroom/ui/desk"
)

func init() { roles["dunst"] = playDunst }

func TestARealDesktopReplacesAJobsNotificationAndAClickOpensTheJob(t *testing.T) {
	need(t, "Xvfb", "dunst", "dunstctl")
	playAlone(t, "dunst")
}

// playDunst shows notifications of two jobs in dunst, looks at what it shows, clicks, and has it killed and
// started again.
func playDunst() error {
	stopScreen, err := startScreen()
	if err != nil {
		return err
	}
	defer stopScreen()
	stop, err := startDunst()
	if err != nil {
		return err
	}
	opened := make(chan int64, 10)
	n, ctx := NewNotifications(square(), func(job int64) { opened <- job }), context.Background()
	defer n.Close()
	show := func(job int64, body string) error {
		return n.Notify(ctx, desk.Note{Job: job, Title: "Imports are published", Body: body})
	}
	for _, c := range []struct {
		job  int64
		body string
	}{{7, "half"}, {7, "3 done on <R&B>."}, {8, "1 done."}} {
		if err := show(c.job, c.body); err != nil {
			return err
		}
	}
	if displayed, err := dunstctl("count", "displayed"); err != nil || displayed != "2" {
		return fmt.Errorf("%s are shown, want the two jobs: %v", displayed, err)
	}
	if job, err := clicked(opened); err != nil || job != 7 { // dunst takes the oldest
		return fmt.Errorf("the job %d was opened, %v", job, err)
	}
	if _, err := dunstctl("close-all"); err != nil {
		return err
	}
	history, err := dunstctl("history")
	for _, said := range []string{`"1 done."`, `"3 done on &lt;R&amp;B&gt;."`, `"Imports are published"`, `"Pressroom"`} {
		if err != nil || !strings.Contains(history, said) {
			return fmt.Errorf("%s is not in the history, %v: %s", said, err, history)
		}
	}
	if strings.Contains(history, "half") {
		return fmt.Errorf("what was replaced is in the history: %s", history)
	}
	stop()
	if err := show(7, "nobody there"); err == nil {
		return fmt.Errorf("a notification was shown by nobody")
	}
	if stop, err = startDunst(); err != nil {
		return err
	}
	defer stop()
	if err := show(7, "again"); err != nil {
		return err
	}
	if job, err := clicked(opened); err != nil || job != 7 {
		return fmt.Errorf("the job %d was opened, %v", job, err)
	}
	return nil
}

// clicked clicks a notification that is shown, and returns which job was opened.
func clicked(opened <-chan int64) (int64, error) {
	if _, err := dunstctl("action"); err != nil {
		return 0, err
	}
	select {
	case job := <-opened:
		return job, nil
	case <-time.After(roleLimit / 2):
		return 0, errors.New("a click opened nothing")
	}
}

func dunstctl(args ...string) (string, error) {
	said, err := exec.Command("dunstctl", args...).Output()
	return strings.TrimSpace(string(said)), err
}

// startDunst starts dunst, and waits until it answers.
func startDunst() (stop func(), err error) {
	dunst := exec.Command("dunst")
	if err := dunst.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = dunst.Process.Kill()
		_ = dunst.Wait()
	}
	if err := until("dunst is there", func() bool { _, err := dunstctl("count"); return err == nil }); err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// startScreen starts a virtual screen and makes it the one to show things on.
func startScreen() (stop func(), err error) {
	screen := exec.Command("Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp")
	out, err := screen.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := screen.Start(); err != nil {
		return nil, err
	}
	stop = func() {
		_ = screen.Process.Kill()
		_ = screen.Wait()
	}
	number, err := bufio.NewReader(out).ReadString('\n')
	if err == nil {
		err = os.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	}
	if err != nil {
		stop()
	}
	return stop, err
}
