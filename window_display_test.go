//go:build window && linux

package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// display is a virtual screen of 1400 by 900 and a session bus, whose pixels can be read.
type display struct {
	env    []string
	home   string
	screen []byte // what is on it at this moment, as a dump of the X server
	ends   []func()
}

// newDisplay starts a display with a home folder of its own. It belongs to the thread that it is called on:
// where that ends, so do its programs.
func newDisplay() (d *display, err error) {
	d = &display{}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	if d.home, err = os.MkdirTemp("", "pressroom-window-"); err != nil {
		return nil, err
	}
	d.ends = append(d.ends, func() { _ = os.RemoveAll(d.home) })
	runtime, screen := filepath.Join(d.home, "run"), filepath.Join(d.home, "screen")
	for _, folder := range []string{runtime, screen, filepath.Join(d.home, ".cache")} {
		if err := os.Mkdir(folder, 0o700); err != nil {
			return nil, err
		}
	}
	d.env = []string{"HOME=" + d.home, "XDG_RUNTIME_DIR=" + runtime, "LIBGL_ALWAYS_SOFTWARE=1"}
	for _, name := range []string{"PATH", "TMPDIR", "LANG", "PRESSROOM_ROUNDS", "PRESSROOM_PROGRAM"} {
		if value, ok := os.LookupEnv(name); ok {
			d.env = append(d.env, name+"="+value)
		}
	}
	number, err := d.start("", "Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-fbdir", screen)
	if err != nil {
		return nil, err
	}
	d.env = append(d.env, "DISPLAY=:"+number)
	bus, err := d.start("", "dbus-daemon", "--session", "--nofork", "--print-address")
	if err != nil {
		return nil, err
	}
	d.env = append(d.env, "DBUS_SESSION_BUS_ADDRESS="+bus)
	return d, d.look(filepath.Join(screen, "Xvfb_screen0"))
}

// keyring starts a keyring that is unlocked and holds the key of a site.
func (d *display) keyring(address string) error {
	daemon := d.command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	daemon.Stdin = strings.NewReader("measures\n")
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := daemon.Start(); err != nil {
		return fmt.Errorf("start a keyring: %w", err)
	}
	d.ends = append(d.ends, func() { endProcess(daemon) })
	for began := time.Now(); ; <-time.After(50 * time.Millisecond) { // it takes a moment to answer on the bus
		store := d.command("secret-tool", "store", "--label", "Pressroom", "service", "pressroom", "username", address)
		store.Stdin = strings.NewReader(siteKey)
		out, err := store.CombinedOutput()
		switch {
		case err == nil:
			return nil
		case time.Since(began) > patient:
			return fmt.Errorf("keep a key in the keyring: %w\n%s", err, out)
		}
	}
}

func (d *display) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = d.env
	return cmd
}

// start runs a program until the display is closed, and returns the first line that it says.
func (d *display) start(in, name string, args ...string) (string, error) {
	cmd := d.command(name, args...)
	cmd.Stdin = strings.NewReader(in)
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return "", fmt.Errorf("start %s: %w", name, err)
	}
	d.ends = append(d.ends, func() { endProcess(cmd) })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("%s said nothing: %w", name, err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return strings.TrimSpace(line), nil
}

// endProcess asks a program to end, and ends it where it does not.
func endProcess(cmd *exec.Cmd) {
	_ = cmd.Process.Signal(syscall.SIGTERM)
	kill := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
	_ = cmd.Wait()
	kill.Stop()
}

func (d *display) close() {
	for i := len(d.ends) - 1; i >= 0; i-- {
		d.ends[i]()
	}
}

// look maps the screen's pixels into memory.
func (d *display) look(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err == nil {
		d.screen, err = syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	}
	if err == nil {
		d.ends = append(d.ends, func() { _ = syscall.Munmap(d.screen) })
	}
	return err
}

// ink counts the pixels of a part of the screen that differ from its commonest colour.
func (d *display) ink(left, top, right, bottom int) int {
	header := func(field int) int { return int(binary.BigEndian.Uint32(d.screen[4*field:])) }
	const size, perLine, colours, entry = 0, 12, 19, 12
	pixels := d.screen[header(size)+header(colours)*entry:]
	counts := map[uint32]int{}
	most := 0
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			pixel := binary.LittleEndian.Uint32(pixels[y*header(perLine)+4*x:])
			counts[pixel]++
			most = max(most, counts[pixel])
		}
	}
	return (right-left)*(bottom-top) - most
}
