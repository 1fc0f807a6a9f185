package system

import (
	"fmt"
	"os"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// roleVariable names the part that this test binary plays when a test runs it again, on a D-Bus of
// its own.
const roleVariable = "PRESSROOM_SYSTEM_ROLE"

// roleLimit is how long a part may take. On an idle machine they take a few seconds at most.
const roleLimit = time.Minute

// roles are those parts, by name.
var roles = map[string]func() error{}

func TestMain(m *testing.M) {
	if name := os.Getenv(roleVariable); name != "" {
		os.Exit(play(name))
	}
	// Lumberjack takes earlier files away on a goroutine of its own, which lasts as long as the program.
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("gopkg.in/natefinch/lumberjack%2ev2.(*Logger).millRun"))
}

// play plays one part, and says what went wrong. It has an end of its own, so that nothing is left
// behind where the test that asked for it is killed.
func play(name string) int {
	time.AfterFunc(roleLimit, func() {
		fmt.Fprintln(os.Stderr, name+" did not come to an end")
		os.Exit(3)
	})
	role, ok := roles[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "there is no role %q\n", name)
		return 2
	}
	if err := role(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
