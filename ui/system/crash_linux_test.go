package system

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// crashVariable is the data folder of a program that crashes.
const crashVariable = "PRESSROOM_CRASH_HOME"

// secretKey is a key as sites make them, which a program that crashes has everywhere.
const secretKey = "canary7f3a9c20b1e44d8f"

func init() {
	for name, crash := range crashes {
		roles["crash by "+name] = func() error {
			if _, _, err := KeepCrashes(os.Getenv(crashVariable), "pressroom 1.2.3\nsystem test"); err != nil {
				return err
			}
			holder := &struct{ key string }{secretKey}
			go func(key string, whole *struct{ key string }, bytes []byte) { // another goroutine that has it
				time.Sleep(roleLimit)
				fmt.Fprintln(os.Stderr, len(key), len(whole.key), len(bytes))
			}(secretKey, holder, []byte(secretKey))
			crash(secretKey, holder)
			time.Sleep(roleLimit)
			return errors.New("it did not crash")
		}
	}
}

// crashes are ways to crash, by name: what each gets must not be told.
var crashes = map[string]func(key string, holder *struct{ key string }){
	"panic": func(key string, _ *struct{ key string }) { var m map[string]int; go func() { m[key] = 1 }() },
	"panic error": func(key string, _ *struct{ key string }) {
		go panic(fmt.Errorf("call of https://a.example/?token=%s: %w", key, fs.ErrInvalid))
	},
	"panic text":   func(key string, _ *struct{ key string }) { go panic("two lines\nand " + key + " in the second") },
	"panic value":  func(_ string, holder *struct{ key string }) { go panic(holder) },
	"panic struct": func(_ string, holder *struct{ key string }) { go panic(*holder) },
	"double panic": func(key string, _ *struct{ key string }) {
		go func() {
			defer func() { panic(errors.New("again " + key)) }()
			panic("first " + key)
		}()
	},
	"fatal error": func(key string, _ *struct{ key string }) {
		m := map[string]int{}
		for range 8 {
			go func() {
				for {
					m[key]++
				}
			}()
		}
	},
	"nil": func(_ string, _ *struct{ key string }) {
		go func() { var none *struct{ key string }; fmt.Fprintln(os.Stderr, none.key) }()
	},
	"SIGQUIT": func(string, *struct{ key string }) { _ = syscall.Kill(os.Getpid(), syscall.SIGQUIT) },
	"SIGABRT": func(string, *struct{ key string }) { _ = syscall.Kill(os.Getpid(), syscall.SIGABRT) },
	"SIGSEGV": func(string, *struct{ key string }) { _ = syscall.Kill(os.Getpid(), syscall.SIGSEGV) },
}

// crashed runs this binary until it crashes that way.
func crashed(t *testing.T, home, way string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), roleLimit)
	defer cancel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, self)
	cmd.Env = []string{"GORACE=atexit_sleep_ms=0", roleVariable + "=crash by " + way, crashVariable + "=" + home}
	if said, err := cmd.CombinedOutput(); err == nil || ctx.Err() != nil || strings.Contains(string(said), "did not crash") {
		t.Fatalf("%s: it ended with %v\n%s", way, err, said)
	}
}

func TestACrashIsKeptWithItsStackAndVersionsAndWithoutTheKeyAndToldOnce(t *testing.T) {
	for way := range crashes {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			crashed(t, home, way)
			path, end, err := KeepCrashes(home, "pressroom 1.2.4")
			if err != nil || path == "" {
				t.Fatalf("the report is %q, %v", path, err)
			}
			end()
			report, err := LastCrash(home)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"pressroom 1.2.3\nsystem test\nstarted 20", "goroutine ", "crash_linux_test.go:"} {
				if !strings.Contains(report, want) {
					t.Errorf("%q is not in the report:\n%s", want, report)
				}
			}
			if strings.Contains(report, secretKey) || strings.Contains(report, secretKey[5:]) {
				t.Errorf("the key is in the report:\n%s", report)
			}
			if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
				t.Errorf("%v, %v; want it for this person's eyes only", info.Mode(), err)
			}
			left, err := filepath.Glob(filepath.Join(home, "crashes", "*"))
			if err != nil || len(left) != 1 {
				t.Errorf("left are %q, %v", left, err)
			}
			again, end, err := KeepCrashes(home, "pressroom 1.2.4")
			if err != nil || again != "" {
				t.Errorf("told again: %q, %v", again, err)
			}
			end()
		})
	}
}

func TestWhatAPanicSaysCanStillBeUnderstood(t *testing.T) {
	report := "pressroom 1.2.3 (commit 9ed82fa0c1d2e3f4a5b6)\n----\npanic: runtime error: index out of range [7] with length 3 in list of 2026-05-06T07:08:09Z\n" +
		"\tpanic: token=abc of site\n\ngoroutine 1 [running]:\nmain.main(0x1234567890abcdef)\n\t/src/main.go:12 +0x18\n"
	want := "pressroom 1.2.3 (commit 9ed82fa0c1d2e3f4a5b6)\n----\npanic: runtime error: index out of range [7] with length 3 in list of 2026-05-06T07:08:09Z\n" +
		"\tpanic: token=[crossed out] of site\n\ngoroutine 1 [running]:\nmain.main(0x1234567890abcdef)\n\t/src/main.go:12 +0x18\n"
	if got := string(crossOut([]byte(report))); got != want {
		t.Errorf("kept is:\n%s", got)
	}
}

func TestARunThatWasKilledIsNoCrashAndOnlyTheLatestReportsAreKept(t *testing.T) {
	home := t.TempDir()
	if last, err := LastCrash(home); last != "" || err != nil {
		t.Errorf("before any: %q, %v", last, err)
	}
	for n := range mostCrashes + 3 {
		if crashed, _, err := KeepCrashes(home, fmt.Sprint("run ", n)); n == 0 && (crashed != "" || err != nil) {
			t.Fatalf("%q, %v", crashed, err)
		}
		// Killed: nothing was written but the beginning.
		crashed, _, err := KeepCrashes(home, fmt.Sprint("run ", n, " again"))
		if crashed != "" && n == 0 || err != nil {
			t.Fatalf("a killed run was told of as %q, %v", crashed, err)
		}
		running := filepath.Join(home, "crashes", "running.txt")
		content, err := os.ReadFile(running)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(running, append(content, "panic: a\n"...), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 1, 2, 3, 4, n, 0, time.UTC)
		if err := os.Chtimes(running, at, at); err != nil {
			t.Fatal(err)
		}
	}
	_, end, err := KeepCrashes(home, "the last")
	if err != nil {
		t.Fatal(err)
	}
	end()
	reports, err := filepath.Glob(filepath.Join(home, "crashes", "*"))
	if err != nil || len(reports) != mostCrashes {
		t.Errorf("there are %q, %v; want the latest %d", reports, err, mostCrashes)
	}
	if last, err := LastCrash(home); err != nil || !strings.HasPrefix(last, fmt.Sprintf("run %d again\n", mostCrashes+2)) {
		t.Errorf("the latest is %q, %v", last, err)
	}
}
