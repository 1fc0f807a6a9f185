package ui

import (
	"testing"
	"testing/synctest"
	"time"

	"pressroom/ui/desk"
)

// TestAWindowThatOpensWaitsForItsFirstViewAndNoLonger waits in virtual time.
func TestAWindowThatOpensWaitsForItsFirstViewAndNoLonger(t *testing.T) {
	for name, c := range map[string]struct {
		show func(s *Screen)
		came bool
		took time.Duration
	}{
		"nothing comes":        {func(*Screen) {}, false, time.Minute},
		"it came before":       {func(s *Screen) { s.Show(desk.View{Ready: true}) }, true, 0},
		"it came and is taken": {func(s *Screen) { s.Show(desk.View{Ready: true}); s.take() }, true, 0},
		"it comes":             {func(s *Screen) { time.AfterFunc(time.Second, func() { s.Show(desk.View{Ready: true}) }) }, true, time.Second},
		"another one comes":    {func(s *Screen) { time.AfterFunc(time.Second, func() { s.Show(desk.View{}) }) }, false, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var s Screen
				c.show(&s)
				began := time.Now()
				if came := s.await(time.Minute); came != c.came || time.Since(began) != c.took {
					t.Errorf("it came: %v, after %v", came, time.Since(began))
				}
			})
		})
	}
}
