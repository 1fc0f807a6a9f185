package system

import (
	"fmt"
	"runtime"

	"golang.org/x/sys/windows"
)

var setThreadExecutionState = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetThreadExecutionState")

// keepAwake keeps a thread for as long as it is held: Windows takes the wish for that thread's, and forgets
// it with the thread.
func keepAwake() (release func(), err error) {
	const continuous, systemRequired = 0x80000000, 0x00000001
	held, released, gone := make(chan error), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		before, _, err := setThreadExecutionState.Call(continuous | systemRequired)
		if before == 0 {
			held <- fmt.Errorf("SetThreadExecutionState: %w", err)
			return
		}
		held <- nil
		<-released
		_, _, _ = setThreadExecutionState.Call(continuous)
	}()
	if err := <-held; err != nil {
		return nil, err
	}
	return func() { close(released); <-gone }, nil
}
