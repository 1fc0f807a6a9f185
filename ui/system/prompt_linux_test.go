package system

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk"
)

func init() {
	roles["nobody answers"] = playNobodyAnswers
	roles["stray signals"] = playStraySignals
	roles["dismissed"] = playDismissed
	roles["service ends"] = playServiceEnds
	roles["bus dies"] = playBusDies
}

func TestAQuestionThatNobodyAnswersIsTakenBackAndPutAgainByTheNextCall(t *testing.T) {
	playAlone(t, "nobody answers")
}

func TestSignalsThatAreNoAnswerDoNotDisturbAPrompt(t *testing.T) { playAlone(t, "stray signals") }

func TestAPromptThatIsDismissedIsPutOncePerCall(t *testing.T) { playAlone(t, "dismissed") }

func TestAServiceThatEndsDuringItsPromptIsTroubleAtOnceAndTheNextOneWorks(t *testing.T) {
	playAlone(t, "service ends")
}

func TestABusThatDiesDuringAPromptIsTroubleAndNotTheEndOfTheProgram(t *testing.T) {
	playAlone(t, "bus dies")
}

// keyAway asks for the key on a goroutine of its own.
func keyAway(k *Keyring) <-chan error {
	answers := make(chan error, 1)
	go func() {
		_, err := k.Key(context.Background(), address)
		answers <- err
	}()
	return answers
}

// playNobodyAnswers leaves prompts alone, and answers one in the end.
func playNobodyAnswers() error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	k := newKeyring(osStore{}, openKeyring(100*time.Millisecond))
	const calls = 5
	before := 0
	for n := range calls {
		if _, err := k.Key(context.Background(), address); !troubled(err, desk.KeyringLocked) {
			return fmt.Errorf("call %d: %v, want desk.KeyringLocked", n, err)
		}
		if n == 0 {
			before = runtime.NumGoroutine()
		}
	}
	if err := until("nothing of it is left", func() bool { return runtime.NumGoroutine() <= before }); err != nil {
		return err
	}
	if shown, back := len(service.prompts), service.takenBack(); shown != calls || back != calls {
		return fmt.Errorf("%d calls put %d questions and took %d back", calls, shown, back)
	}
	k.open = openKeyring(promptLimit)
	answers := keyAway(k)
	if err := until("the last question is put", func() bool { return len(service.prompts) > calls && k.Asking() }); err != nil {
		return err
	}
	if err := service.answer(false); err != nil {
		return err
	}
	return <-answers
}

// playStraySignals sends other signals while the prompt is shown, to Pressroom's connections and to all.
func playStraySignals() error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	// go-keyring and beeep share a connection: what one of them listens to, both get.
	shared, err := dbus.SessionBus()
	if err != nil {
		return err
	}
	if err := shared.AddMatchSignal(dbus.WithMatchInterface(noticesName)); err != nil {
		return err
	}
	k := NewKeyring()
	answers := keyAway(k)
	<-service.prompts
	other, err := ownBus("org.freedesktop.Other")
	if err != nil {
		return err
	}
	for range 20 {
		err = errors.Join(err,
			service.bus.Emit(noticesPath, noticesName+".NotificationClosed", uint32(1), uint32(2)),
			service.bus.Emit(promptPath+"/another", "org.freedesktop.Secret.Prompt.Completed", true, dbus.MakeVariant("")),
			other.Emit(noticesPath, noticesName+".ActionInvoked", uint32(1), "default"))
	}
	if err != nil {
		return err
	}
	if err := service.answer(false); err != nil {
		return err
	}
	if err := <-answers; err != nil {
		return fmt.Errorf("after other signals: %w", err)
	}
	if n := len(service.prompts); n != 0 {
		return fmt.Errorf("%d more questions were put", n)
	}
	return nil
}

// playDismissed dismisses every prompt.
func playDismissed() error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	shown := make(chan int, 100)
	go func() {
		for range service.prompts {
			_ = service.answer(true)
			shown <- 1
		}
	}()
	k := NewKeyring()
	if err := allFailQuickly(k, desk.KeyringDismissed); err != nil {
		return err
	}
	if n := len(shown); n != 3 {
		return fmt.Errorf("three calls put %d questions", n)
	}
	return nil
}

// playServiceEnds has the service end while its prompt is shown, and another come.
func playServiceEnds() error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	k := NewKeyring()
	answers := keyAway(k)
	<-service.prompts
	if err := service.bus.Close(); err != nil {
		return err
	}
	if err := <-answers; !troubled(err, desk.KeyringEnded) {
		return fmt.Errorf("got %v, want desk.KeyringEnded", err)
	}
	if _, err = startService(false, canary); err != nil {
		return err
	}
	_, err = k.Key(context.Background(), address)
	return err
}

// playBusDies kills the bus while a prompt is shown.
func playBusDies() error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	var bus uint32
	if err := service.bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, "org.freedesktop.DBus").Store(&bus); err != nil {
		return err
	}
	k := NewKeyring()
	answers := keyAway(k)
	<-service.prompts
	if err := syscall.Kill(int(bus), syscall.SIGKILL); err != nil {
		return err
	}
	if err := <-answers; !troubled(err, desk.KeyringEnded) {
		return fmt.Errorf("got %v, want desk.KeyringEnded", err)
	}
	return allFailQuickly(k, desk.KeyringNoBus)
}
