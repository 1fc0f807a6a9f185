package system

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestTheMachineIsKeptAwakeForAsLongAsIsWantedLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var holding, asked atomic.Int32
		slow := make(chan struct{})
		a := NewAwake(slog.New(slog.DiscardHandler))
		a.hold = func() (func(), error) {
			asked.Add(1)
			<-slow
			holding.Add(1)
			return func() { holding.Add(-1) }, nil
		}
		for range 100 { // the system has not answered the first yet
			a.Keep(true)
			a.Keep(false)
		}
		a.Keep(true)
		close(slow)
		synctest.Wait()
		if holding.Load() != 1 || asked.Load() != 1 {
			t.Errorf("%d are held, %d were asked for; want one", holding.Load(), asked.Load())
		}
		for range 3 {
			a.Keep(true)
			synctest.Wait()
		}
		if asked.Load() != 1 {
			t.Errorf("it was asked for %d times", asked.Load())
		}
		a.Close()
		if holding.Load() != 0 {
			t.Error("it is held beyond the end")
		}
	})
}

func TestAMachineThatCannotBeKeptAwakeIsSaidOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said bytes.Buffer
		a := NewAwake(slog.New(slog.NewTextHandler(&said, nil)))
		tried := 0
		a.hold = func() (func(), error) { tried++; return nil, errors.New("no logind") }
		for range 5 {
			a.Keep(true)
			synctest.Wait()
			a.Keep(false)
			synctest.Wait()
		}
		a.Close()
		if tried != 5 || strings.Count(said.String(), "\n") != 1 || !strings.Contains(said.String(), "no logind") {
			t.Errorf("tried %d times, said:\n%s", tried, said.String())
		}
	})
}
