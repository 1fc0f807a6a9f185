package system

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// busConfig is a session bus that starts nothing by itself: who is on it is for a test to say.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// playAlone runs this test binary again in a role, with folders and a bus of its own, and fails with
// what it said.
func playAlone(t *testing.T, role string, env ...string) {
	t.Helper()
	need(t, "dbus-run-session", "dbus-daemon")
	dir := folders(t)
	config := filepath.Join(dir, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Join(dir, "run")), 0o600); err != nil {
		t.Fatal(err)
	}
	playIn(t, dir, role, env, "dbus-run-session", "--config-file="+config, "--", self(t))
}

// playWithoutBus runs this test binary again in a role, where the bus it is told of is not there.
func playWithoutBus(t *testing.T, role string, env ...string) {
	t.Helper()
	dir := folders(t)
	nowhere := "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(dir, "run", "bus")
	playIn(t, dir, role, append(env, nowhere), self(t))
}

// playIn runs a command in a role, with a clean environment and everything it may write in one folder.
func playIn(t *testing.T, dir, role string, env []string, command ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), roleLimit+5*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	// GORACE: with the race detector on, a program sleeps for a second before it exits.
	cmd.Env = append(env, "GORACE=atexit_sleep_ms=0", "PATH="+os.Getenv("PATH"), "LANG=C.UTF-8", roleVariable+"="+role,
		"HOME="+filepath.Join(dir, "home"), "XDG_RUNTIME_DIR="+filepath.Join(dir, "run"), "TMPDIR="+filepath.Join(dir, "tmp"))
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = time.Second
	said, err := cmd.CombinedOutput()
	if cmd.Process != nil {
		// Whatever was started for the role and is still there: nothing, when all went well.
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", role, err, said)
	}
}

// folders makes home, run and tmp in a new folder whose path is short enough for a socket.
func folders(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "pressroom")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	for _, name := range []string{"home", "run", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// need fails where programs that a test runs are missing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, program := range programs {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("the program %s, which this test runs, is missing: .ci/setup test installs it", program)
		}
	}
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// until waits for a condition, and says what it was when it does not come.
func until(what string, condition func() bool) error {
	for deadline := time.Now().Add(roleLimit / 2); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return fmt.Errorf("waited in vain until %s", what)
		}
	}
	return nil
}

// ownBus connects to the bus, beside the connection that the libraries share, and takes a name on it.
func ownBus(name string) (*dbus.Conn, error) {
	bus, err := dbus.ConnectSessionBus()
	if err != nil || name == "" {
		return bus, err
	}
	reply, err := bus.RequestName(name, dbus.NameFlagDoNotQueue)
	if err == nil && reply != dbus.RequestNameReplyPrimaryOwner {
		err = fmt.Errorf("the name %s is taken", name)
	}
	return bus, err
}

// quickly fails for what took longer than anybody should wait.
func quickly(what string, f func()) error {
	start := time.Now()
	f()
	if took := time.Since(start); took > 3*time.Second {
		return fmt.Errorf("%s took %v", what, took)
	}
	return nil
}

func TestAHomeThatNotEvenRootCanWriteIsAPlainError(t *testing.T) {
	homeFails(t, "/proc/self", "can't be written")
	homeFails(t, "/proc/pressroom", "can't be made")
}
