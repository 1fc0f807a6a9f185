//go:build tour

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestWithoutADisplayOrOpenGLTheProgramSaysSoAndEnds(t *testing.T) {
	bare := &screen{t: t, env: append(withoutDesktop(os.Environ()), "HOME="+t.TempDir())}
	noGL := &screen{t: t, env: bare.env}
	display := noGL.start(nil, "Xvfb", "-displayfd", "1", "-extension", "GLX", "-nolisten", "tcp").await("")
	for name, env := range map[string][]string{
		"without a display": bare.env, "with one that is not there": append(bare.env[:len(bare.env):len(bare.env)], "DISPLAY=:9876"),
		"without OpenGL": append(bare.env[:len(bare.env):len(bare.env)], "DISPLAY=:"+display),
	} {
		home := t.TempDir()
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		cmd := exec.CommandContext(ctx, underTest(), "-practice", "-home", home)
		cmd.Env = env
		said, err := cmd.CombinedOutput()
		cancel()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(said), "\npressroom: no window can be opened: ") {
			t.Errorf("%s: %v, and it said\n%s", name, err, said)
		}
		if left, err := filepath.Glob(filepath.Join(home, "crashes", "*")); err != nil || len(left) > 0 {
			t.Errorf("%s: it left %v, %v", name, left, err)
		}
	}
}
