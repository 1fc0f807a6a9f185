package system

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"pressroom/ui/desk"
)

// sentenceVariable names what the window is to say in the state that is played.
const sentenceVariable = "PRESSROOM_SYSTEM_SENTENCE"

// states are the ten ways in which a keyring can be, each with what the window says of it.
var states = []struct {
	name, sentence string
	play           func(o *office) error
}{
	{"no bus", "The key of Northlight Music is out of reach, so nothing is sent there. This session has no message bus (D-Bus), over which a keyring is asked. Sign in to the desktop again, then try again.", inNoBus},
	{"no service", "The key of Northlight Music is out of reach, so nothing is sent there. No keyring runs on this computer. Start one, such as GNOME Keyring or KWallet, then try again.", inNoService},
	{"locked and unanswered", "The key of Northlight Music is out of reach, so nothing is sent there. The keyring is locked: it asked for its password, and nobody answered. Try again, and answer it.", inUnanswered},
	{"dismissed", "The key of Northlight Music is out of reach, so nothing is sent there. The keyring is still locked: its question for the password was closed without an answer. Try again, and give it the password.", inDismissed},
	{"slow", "The keyring of this computer has not answered yet about the key of Northlight Music. Pressroom waits for it.", inSlow},
	{"entry gone", "The keyring has no key for Northlight Music. Enter it under Sites.", inEntryGone},
	{"locked again", "The key of Northlight Music works, and is kept for this run only. The keyring was locked again since Pressroom used it last, and was not unlocked. Unlock it, then try again.", inLockedAgain},
	{"key too large", "The key of Northlight Music works, and is kept for this run only. The key is longer than keyrings are sure to take, 2,500 bytes. Make a shorter one in the site's admin pages.", inTooLarge},
	{"another signal", "The keyring of this computer asks for its password, because of the key of Northlight Music. Answer it in its own window; Pressroom waits.", inAnotherSignal},
	{"ended in mid-call", "The key of Northlight Music is out of reach, so nothing is sent there. The keyring ended while it was being asked. The desktop starts it again as a rule: try again.", inEnded},
}

func init() {
	for _, s := range states {
		roles["keyring: "+s.name] = func() error {
			o, err := newOffice(os.Getenv(sentenceVariable))
			if err != nil {
				return err
			}
			defer o.close()
			return s.play(o)
		}
	}
}

func TestEachStateOfAKeyringHasItsOwnSentenceInTheWindowAndIsGotOverWithoutARestart(t *testing.T) {
	need(t, "gnome-keyring-daemon", "secret-tool")
	said := map[string]string{}
	for _, s := range states {
		if other := said[s.sentence]; other != "" {
			t.Errorf("%s and %s are told in the same words", s.name, other)
		}
		said[s.sentence] = s.name
		t.Run(s.name, func(t *testing.T) {
			t.Parallel() // each is a process with a bus of its own
			play := playAlone
			if s.name == "no bus" {
				play = playWithoutBus
			}
			play(t, "keyring: "+s.name, sentenceVariable+"="+s.sentence)
		})
	}
}

// inNoBus starts the desk without a bus, and the bus and a keyring later.
func inNoBus(o *office) error {
	if err := o.starts(nil); err != nil {
		return err
	}
	config := filepath.Join(os.Getenv("HOME"), "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, filepath.Dir(config)), 0o600); err != nil {
		return err
	}
	bus := exec.Command("dbus-daemon", "--config-file="+config, "--address="+os.Getenv("DBUS_SESSION_BUS_ADDRESS"), "--nofork")
	if err := bus.Start(); err != nil {
		return err
	}
	defer func() { _, _ = bus.Process.Kill(), bus.Wait() }()
	var err error
	if waited := until("the bus is there", func() bool {
		_, err = startService(false, canary)
		return err == nil
	}); waited != nil {
		return fmt.Errorf("%w: %w", waited, err)
	}
	return o.triesAndIsReady()
}

// inNoService starts the desk on a bus without a keyring, and a real keyring later.
func inNoService(o *office) error {
	if err := o.starts(nil); err != nil {
		return err
	}
	stop, err := keyringWithKey()
	if err != nil {
		return err
	}
	defer stop()
	return o.triesAndIsReady()
}

// inUnanswered leaves the keyring's question alone, then opens the keyring elsewhere.
func inUnanswered(o *office) error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	o.keys.open = openKeyring(200 * time.Millisecond)
	if err := o.starts(nil); err != nil {
		return err
	}
	service.unlocked(true)
	if err := o.triesAndIsReady(); err != nil {
		return err
	}
	return asked(service, 1)
}

// inDismissed closes the question, and answers the next one.
func inDismissed(o *office) error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	if err := o.starts(func() error { <-service.prompts; return service.answer(true) }); err != nil {
		return err
	}
	o.desk.TryKeyring(address)
	<-service.prompts
	if err := service.answer(false); err != nil {
		return err
	}
	if err := o.ready(); err != nil {
		return err
	}
	return asked(service, 0)
}

// asked says that more or fewer questions were put than these, beside those that were waited for.
func asked(service *scriptedService, times int) error {
	if n := len(service.prompts); n != times {
		return fmt.Errorf("%d questions were put, want %d", n, times)
	}
	return nil
}

// inSlow takes five seconds for each call.
func inSlow(o *office) error {
	service, err := startService(false, canary)
	if err != nil {
		return err
	}
	service.mu.Lock()
	service.slow = 5 * time.Second
	service.mu.Unlock()
	if err := o.starts(nil); err != nil {
		return err
	}
	if err := o.ready(); err != nil {
		return err
	}
	if v := o.view(); v.Site.Problem != "" || v.Key != "Key kept in the keyring" {
		return fmt.Errorf("in the end it says %q and %q", v.Site.Problem, v.Key)
	}
	return nil
}

// keyringWithKey starts a real keyring that has the key.
func keyringWithKey() (stop func(), err error) {
	if stop, err = startGnomeKeyring("--unlock"); err != nil {
		return nil, err
	}
	if err = storeKey(); err != nil {
		stop()
		return nil, err
	}
	return stop, nil
}

// inEntryGone finds a real keyring without the key, and is given one.
func inEntryGone(o *office) error {
	stop, err := keyringWithKey()
	if err != nil {
		return err
	}
	defer stop()
	if err := exec.Command("secret-tool", "clear", "service", "pressroom", "username", address).Run(); err != nil {
		return err
	}
	if err := o.starts(nil); err != nil {
		return err
	}
	o.desk.Connect("", address, canary)
	if err := o.kept(); err != nil {
		return err
	}
	if seen, err := secretTool(); err != nil || seen != canary {
		return fmt.Errorf("the keyring holds %q, %v", seen, err)
	}
	return nil
}

// inLockedAgain locks a real keyring while the desk runs, enters another key, and unlocks it.
func inLockedAgain(o *office) error {
	stop, err := keyringWithKey()
	if err != nil {
		return err
	}
	defer stop()
	o.desk.Start("", nil)
	if err := o.ready(); err != nil {
		return err
	}
	bus, err := ownBus("")
	if err != nil {
		return err
	}
	secrets := bus.Object(secretsName, secretsPath)
	if err := secrets.Call(secretsInterface+"Service.Lock", 0, []dbus.ObjectPath{secretsPath + "/collection/login"}).Err; err != nil {
		return err
	}
	o.desk.Connect("", address, canary+"2")
	if err := o.says(); err != nil {
		return err
	}
	if v := o.view(); v.Site.State != desk.SiteReady || v.Key != "Key kept for this run only" {
		return fmt.Errorf("meanwhile the site is %s: %s", v.Site.Word, v.Key)
	}
	// As the desktop does when the person signs in.
	var none dbus.Variant
	var session dbus.ObjectPath
	if err := secrets.Call(secretsInterface+"Service.OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&none, &session); err != nil {
		return err
	}
	err = secrets.Call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword", 0,
		secretsPath+"/collection/login", secret{session, []byte{}, []byte("a password\n"), "text/plain"}).Err
	if err != nil {
		return err
	}
	o.desk.TryKeyring(address)
	if err := o.kept(); err != nil {
		return err
	}
	if seen, err := secretTool(); err != nil || seen != canary+"2" {
		return fmt.Errorf("the keyring holds %q, %v", seen, err)
	}
	return nil
}

// inTooLarge connects a site with a key that is too long for keyrings, and then with another.
func inTooLarge(o *office) error {
	stop, err := startGnomeKeyring("--unlock")
	if err != nil {
		return err
	}
	defer stop()
	o.desk.Start("", nil)
	o.desk.Connect("", address, strings.Repeat("k", mostKey+1))
	if err := o.says(); err != nil {
		return err
	}
	if err := o.ready(); err != nil {
		return err
	}
	o.desk.Connect("", address, canary)
	return o.kept()
}

// inAnotherSignal sends other signals while the keyring asks, then answers.
func inAnotherSignal(o *office) error {
	service, err := startService(true, canary)
	if err != nil {
		return err
	}
	if err := o.starts(func() error {
		<-service.prompts
		return service.bus.Emit(noticesPath, noticesName+".NotificationClosed", uint32(1), uint32(2))
	}); err != nil {
		return err
	}
	if err := service.answer(false); err != nil {
		return err
	}
	if err := o.ready(); err != nil {
		return err
	}
	return asked(service, 0)
}

// inEnded kills a real keyring that is being asked, and starts it again.
func inEnded(o *office) error {
	stop, err := startGnomeKeyring("--unlock")
	if err != nil {
		return err
	}
	if err := storeKey(); err != nil {
		return err
	}
	daemon, err := ownerOf(secretsName)
	if err != nil {
		return err
	}
	if err := syscall.Kill(daemon, syscall.SIGSTOP); err != nil {
		return err
	}
	called, err := callTo(secretsName)
	if err != nil {
		return err
	}
	if err := o.starts(func() error {
		if err := called(); err != nil {
			return err
		}
		stop()
		return nil
	}); err != nil {
		return err
	}
	if stop, err = startGnomeKeyring("--unlock"); err != nil {
		return err
	}
	defer stop()
	return o.triesAndIsReady()
}

// ownerOf is the process that has a name on the bus.
func ownerOf(name string) (int, error) {
	bus, err := ownBus("")
	if err != nil {
		return 0, err
	}
	defer func() { _ = bus.Close() }()
	var process uint32
	err = bus.BusObject().Call("org.freedesktop.DBus.GetConnectionUnixProcessID", 0, name).Store(&process)
	return int(process), err
}

// callTo watches the bus, and returns how to wait for a call to a name. One that was seen is on its way: if who
// has the name ends now, that is in the middle of being asked, and not before.
func callTo(name string) (wait func() error, err error) {
	bus, err := ownBus("")
	if err != nil {
		return nil, err
	}
	rules := []string{"type='method_call',destination='" + name + "'"}
	if err := bus.BusObject().Call("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, rules, uint32(0)).Err; err != nil {
		return nil, err
	}
	seen := make(chan *dbus.Message, 100)
	bus.Eavesdrop(seen)
	return func() error {
		for late := time.After(roleLimit / 2); ; {
			select {
			case m := <-seen: // also the bus's own word that a monitor has no name
				if m.Type == dbus.TypeMethodCall {
					return nil
				}
			case <-late:
				return errors.New("nobody called " + name)
			}
		}
	}, nil
}

// storeKey puts the key into the keyring the way that another program does.
func storeKey() error {
	store := exec.Command("secret-tool", "store", "--label=Pressroom", "service", "pressroom", "username", address)
	store.Stdin = strings.NewReader(canary)
	return store.Run()
}
