package system

import (
	"bufio"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"github.com/godbus/dbus/v5"
)

func init() {
	roles["awake"] = playAwake
	roles["awake until killed"] = playAwakeUntilKilled
	roles["no logind"] = playNoLogind
}

func TestLogindIsAskedToStayAwakeAndReleasedInTheEndAndByADeath(t *testing.T) { playAlone(t, "awake") }

func TestWithoutLogindNothingIsHeldAndNothingHangs(t *testing.T) { playWithoutBus(t, "no logind") }

// logind hands out locks as the real one does: a lock is held for as long as its other end is open.
type logind struct {
	mu     sync.Mutex
	locks  []int // our ends
	copies []int // of the other ends, until those have been sent
	asked  [][4]string
}

// Inhibit is logind's method.
func (l *logind) Inhibit(what, who, why, mode string) (dbus.UnixFD, *dbus.Error) {
	var ends [2]int
	if err := syscall.Pipe2(ends[:], syscall.O_NONBLOCK|syscall.O_CLOEXEC); err != nil {
		return 0, dbus.MakeFailedError(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.locks, l.copies, l.asked = append(l.locks, ends[0]), append(l.copies, ends[1]), append(l.asked, [4]string{what, who, why, mode})
	return dbus.UnixFD(ends[1]), nil
}

// sent closes what the library has sent by now, and leaves open.
func (l *logind) sent() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, end := range l.copies {
		_ = syscall.Close(end)
	}
	l.copies = nil
}

// held is how many locks are.
func (l *logind) held() (n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, lock := range l.locks {
		if _, err := syscall.Read(lock, make([]byte, 1)); errors.Is(err, syscall.EAGAIN) {
			n++
		}
	}
	return n
}

func (l *logind) given() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.asked)
}

func playAwake() error {
	bus, err := ownBus("org.freedesktop.login1")
	if err != nil {
		return err
	}
	l := &logind{}
	if err := bus.Export(l, "/org/freedesktop/login1", "org.freedesktop.login1.Manager"); err != nil {
		return err
	}
	if err := os.Setenv("DBUS_SYSTEM_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS")); err != nil {
		return err
	}
	a := NewAwake(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	for n := range 3 {
		a.Keep(true)
		if err := until("the machine is kept awake", a.keeps); err != nil {
			return err
		}
		l.sent()
		if got := l.asked[n]; got[0] != "sleep:idle" || got[1] != "Pressroom" || got[3] != "block" || l.held() != 1 {
			return fmt.Errorf("asked was %q, %d are held", got, l.held())
		}
		if n == 2 {
			a.Close()
		} else {
			a.Keep(false)
		}
		if err := until("the machine may sleep", func() bool { return l.held() == 0 }); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	other := exec.Command(self)
	other.Env = append(os.Environ(), roleVariable+"=awake until killed")
	out, err := other.StdoutPipe()
	if err != nil {
		return err
	}
	if err := other.Start(); err != nil {
		return err
	}
	said := bufio.NewReader(out)
	if _, err := said.ReadString('\n'); err != nil {
		return fmt.Errorf("another program keeps it awake: %w", err)
	}
	l.sent()
	if l.held() != 1 || l.given() != 4 {
		return fmt.Errorf("%d are held by another program, want 1", l.held())
	}
	if err := other.Process.Kill(); err != nil {
		return err
	}
	_ = other.Wait()
	return until("the machine may sleep after the other's death", func() bool { return l.held() == 0 })
}

func (a *Awake) keeps() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.release != nil
}

// playAwakeUntilKilled keeps the machine awake and never comes to an end by itself.
func playAwakeUntilKilled() error {
	a := NewAwake(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	a.Keep(true)
	if err := until("the machine is kept awake", a.keeps); err != nil {
		return err
	}
	fmt.Println("awake")
	select {}
}

func playNoLogind() error {
	if err := os.Setenv("DBUS_SYSTEM_BUS_ADDRESS", os.Getenv("DBUS_SESSION_BUS_ADDRESS")); err != nil {
		return err
	}
	return quickly("asking", func() {
		a := NewAwake(slog.New(slog.DiscardHandler))
		a.Keep(true)
		a.Close()
	})
}
