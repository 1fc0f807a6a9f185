package system

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk"
)

func init() {
	roles["nobody answers"] = playNobodyAnswers
	roles["stray signal"] = playStraySignal
	roles["dismissed"] = playDismissed
	roles["bus dies"] = playBusDies
}

func TestALockedKeyringWhosePromptNobodyAnswersHoldsUpOneCall(t *testing.T) {
	playAlone(t, "nobody answers")
}

func TestASignalThatIsTakenForThePromptsAnswerIsGotOver(t *testing.T) { playAlone(t, "stray signal") }

func TestAPromptThatIsDismissedIsNoKeyring(t *testing.T) { playAlone(t, "dismissed") }

func TestABusThatDiesDuringAPromptIsNoKeyringAndNotTheEndOfTheProgram(t *testing.T) {
	playAlone(t, "bus dies")
}

const (
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	defaultPath = secretsPath + "/aliases/default"
	promptPath  = secretsPath + "/prompt"
)

// lockedService is a Secret Service whose one keyring is empty and locked. It tells of each prompt,
// and leaves it to the test to answer.
type lockedService struct {
	bus     *dbus.Conn
	prompts chan struct{}
}

func startLockedService() (*lockedService, error) {
	bus, err := ownBus("org.freedesktop.secrets")
	if err != nil {
		return nil, err
	}
	s := &lockedService{bus: bus, prompts: make(chan struct{}, 100)}
	return s, errors.Join(
		bus.Export(s, secretsPath, "org.freedesktop.Secret.Service"),
		bus.Export(s, secretsPath, "org.freedesktop.DBus.Properties"),
		bus.Export(s, defaultPath, "org.freedesktop.Secret.Collection"),
		bus.Export(s, promptPath, "org.freedesktop.Secret.Prompt"),
	)
}

func (s *lockedService) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant([]dbus.ObjectPath{}), nil
}

func (s *lockedService) OpenSession(_ string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), secretsPath + "/session", nil
}

func (s *lockedService) Unlock(_ []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return []dbus.ObjectPath{}, promptPath, nil
}

func (s *lockedService) Prompt(_ string) *dbus.Error {
	s.prompts <- struct{}{}
	return nil
}

func (s *lockedService) SearchItems(_ map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	return []dbus.ObjectPath{}, nil
}

// answer answers a prompt.
func (s *lockedService) answer(dismissed bool, unlocked ...dbus.ObjectPath) error {
	return s.bus.Emit(promptPath, "org.freedesktop.Secret.Prompt.Completed", dismissed, dbus.MakeVariant(unlocked))
}

// playNobodyAnswers leaves a prompt alone, asks again and again, and answers in the end.
func playNobodyAnswers() error {
	service, err := startLockedService()
	if err != nil {
		return err
	}
	k := NewKeyring()
	k.turn.limit = 200 * time.Millisecond
	if _, err := k.Key(context.Background(), address); !errors.Is(err, desk.ErrNoKeyring) || !errors.Is(err, errNoAnswer) {
		return fmt.Errorf("the first call: %v, want desk.ErrNoKeyring for want of an answer", err)
	}
	if err := until("the prompt is shown", func() bool { return len(service.prompts) > 0 }); err != nil {
		return err
	}
	before := runtime.NumGoroutine()
	for range 100 {
		for name, err := range everyCall(context.Background(), k) {
			if !errors.Is(err, desk.ErrNoKeyring) || !errors.Is(err, errWaiting) {
				return fmt.Errorf("%s, while it is stuck: %v, want that it is still waiting", name, err)
			}
		}
	}
	if now := runtime.NumGoroutine(); now > before {
		return fmt.Errorf("there were %d goroutines, and are %d", before, now)
	}
	if n := len(service.prompts); n != 1 {
		return fmt.Errorf("%d prompts were shown, want 1", n)
	}
	if err := service.answer(false, defaultPath); err != nil {
		return err
	}
	return until("the stuck call is back", func() bool {
		k.turn.mu.Lock()
		defer k.turn.mu.Unlock()
		return k.turn.running == nil
	})
}

// playStraySignal sends another signal while the first prompt is shown, and answers the second.
func playStraySignal() error {
	service, err := startLockedService()
	if err != nil {
		return err
	}
	// The libraries share a connection: what one of them listens to, all of them get.
	shared, err := dbus.SessionBus()
	if err != nil {
		return err
	}
	const stray = "org.freedesktop.Notifications"
	if err := shared.AddMatchSignal(dbus.WithMatchInterface(stray)); err != nil {
		return err
	}
	k, answers := NewKeyring(), make(chan error, 1)
	k.pause = time.Millisecond
	go func() {
		_, err := k.Key(context.Background(), address)
		answers <- err
	}()
	<-service.prompts
	if err := service.bus.Emit("/org/freedesktop/Notifications", stray+".NotificationClosed", uint32(1), uint32(2)); err != nil {
		return err
	}
	<-service.prompts
	if err := service.answer(false, defaultPath); err != nil {
		return err
	}
	if err := <-answers; !errors.Is(err, desk.ErrNoKey) {
		return fmt.Errorf("got %v, want desk.ErrNoKey: unlocked, and empty", err)
	}
	return nil
}

// playDismissed dismisses every prompt.
func playDismissed() error {
	service, err := startLockedService()
	if err != nil {
		return err
	}
	go func() {
		for range service.prompts {
			_ = service.answer(true)
		}
	}()
	k := NewKeyring()
	k.pause = time.Millisecond
	return allFailQuickly(k)
}

// playBusDies kills the bus while a prompt is shown.
func playBusDies() error {
	service, err := startLockedService()
	if err != nil {
		return err
	}
	var bus uint32
	if err := service.bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, "org.freedesktop.DBus").Store(&bus); err != nil {
		return err
	}
	k, answers := NewKeyring(), make(chan error, 1)
	go func() {
		_, err := k.Key(context.Background(), address)
		answers <- err
	}()
	// Killed any earlier, the bus would end the call that shows the prompt, and not the wait for its
	// answer, in which go-keyring takes the end of the connection for an answer and panics.
	if err := until("go-keyring waits for the prompt's answer", func() bool {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		return bytes.Contains(stacks, []byte("[chan receive]:\ngithub.com/zalando/go-keyring/secret_service.(*SecretService).handlePrompt("))
	}); err != nil {
		return err
	}
	if err := syscall.Kill(int(bus), syscall.SIGKILL); err != nil {
		return err
	}
	if err := <-answers; !errors.Is(err, desk.ErrNoKeyring) || !strings.Contains(err.Error(), "broke off") {
		return fmt.Errorf("got %v, want desk.ErrNoKeyring that says it broke off", err)
	}
	return allFailQuickly(k)
}
