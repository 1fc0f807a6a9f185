package desk

import (
	"testing"
	"time"
)

// Hurry has the time of desks pass so many times as quickly until the test ends.
func Hurry(t *testing.T, times int) {
	began := time.Now()
	present = func() time.Time { return began.Add(time.Since(began) * time.Duration(times)) }
	speed = time.Duration(times)
	t.Cleanup(func() { present, speed = time.Now, 1 })
}
