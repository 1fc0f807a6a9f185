package system

import (
	"os"
	"os/exec"
	"strconv"
)

// keepAwake has caffeinate keep the machine from sleeping by itself, until release or until this program
// ends, which it watches.
func keepAwake() (release func(), err error) {
	keeper := exec.Command("/usr/bin/caffeinate", "-i", "-w", strconv.Itoa(os.Getpid()))
	if err := keeper.Start(); err != nil {
		return nil, err
	}
	return func() {
		_ = keeper.Process.Kill()
		_ = keeper.Wait()
	}, nil
}
