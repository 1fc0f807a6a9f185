package system

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"
)

func init() {
	roles["tray"] = playTray
	roles["no tray"] = playNoTray
	roles["tray comes late"] = playTrayComesLate
}

func TestATrayIsFoundUsedAndMissedWhereItGoesAway(t *testing.T) { playAlone(t, "tray") }

func TestABusWithoutTrayHasNone(t *testing.T) { playAlone(t, "no tray") }

func TestNoBusHasNoTray(t *testing.T) { playWithoutBus(t, "no tray") }

func TestAPanelThatComesAfterTheProgramIsWaitedFor(t *testing.T) { playAlone(t, "tray comes late") }

// panel is a watcher of tray icons, with or without anything that shows them.
type panel struct {
	bus   *dbus.Conn
	props *prop.Properties
	items chan string // names on the bus that brought an icon
}

func startPanel(host bool) (*panel, error) {
	bus, err := ownBus("")
	if err != nil {
		return nil, err
	}
	p := &panel{bus: bus, items: make(chan string, 10)}
	if err := bus.Export(p, watcherPath, watcherName); err != nil {
		return nil, err
	}
	p.props, err = prop.Export(bus, watcherPath, prop.Map{watcherName: {"IsStatusNotifierHostRegistered": {Value: host}}})
	if err != nil {
		return nil, err
	}
	_, err = bus.RequestName(watcherName, dbus.NameFlagDoNotQueue)
	return p, err
}

// RegisterStatusNotifierItem is the watcher's method.
func (p *panel) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	p.items <- string(sender)
	return nil
}

// shows has the panel show icons, or show none any more.
func (p *panel) shows(yes bool) error {
	p.props.SetMust(watcherName, "IsStatusNotifierHostRegistered", yes)
	signal := "StatusNotifierHostUnregistered"
	if yes {
		signal = "StatusNotifierHostRegistered"
	}
	return p.bus.Emit(watcherPath, watcherName+"."+signal)
}

// told waits for what is told next.
func told(answers <-chan bool, want bool) error {
	select {
	case got := <-answers:
		if got != want {
			return fmt.Errorf("told that a tray is there: %v, want %v", got, want)
		}
		return nil
	case <-time.After(roleLimit / 2):
		return fmt.Errorf("nothing was told, want %v", want)
	}
}

func watchTray(patience time.Duration) (answers chan bool, stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	answers = make(chan bool, 10)
	go WatchTrayHost(ctx, patience, slog.New(slog.DiscardHandler), func(there bool) { answers <- there })
	return answers, cancel
}

// playTray opens the program and ends it from the tray's menu, and takes the tray away in between.
func playTray() error {
	p, err := startPanel(true)
	if err != nil {
		return err
	}
	answers, stop := watchTray(0)
	defer stop()
	if err := told(answers, true); err != nil {
		return err
	}
	var opened, ended atomic.Int32
	tray := NewTray(square(), func(f func()) { f() }, func() { opened.Add(1) }, func() { ended.Add(1) })
	tray.Say(TrayWords{Tip: "nothing is followed", Open: "Open", Quit: "Quit"})
	tray.Show()
	tray.Show()
	item := <-p.items
	if err := useTray(p, item, tray, &opened, &ended); err != nil {
		return err
	}
	// A watcher whose panel goes away keeps icons that nobody sees.
	for _, there := range []bool{false, true} {
		if err := p.shows(there); err != nil {
			return err
		}
		if err := told(answers, there); err != nil {
			return err
		}
	}
	if _, err := p.bus.ReleaseName(watcherName); err != nil {
		return err
	}
	if err := told(answers, false); err != nil {
		return err
	}
	if _, err := p.bus.RequestName(watcherName, dbus.NameFlagDoNotQueue); err != nil {
		return err
	}
	if err := told(answers, true); err != nil {
		return err
	}
	if again := <-p.items; again != item {
		return fmt.Errorf("the icon came back from %s, want %s", again, item)
	}
	tray.End()
	tray.End()
	return nil
}

// useTray reads what the tray says and uses its menu, as a panel does.
func useTray(p *panel, item string, tray *Tray, opened, ended *atomic.Int32) error {
	icon, menu := p.bus.Object(item, "/StatusNotifierItem"), p.bus.Object(item, "/StatusNotifierItem/menu")
	labels := func() (found map[string]int32, err error) {
		var layout struct {
			ID         int32
			Properties map[string]dbus.Variant
			Children   []dbus.Variant
		}
		var revision uint32
		err = menu.Call("com.canonical.dbusmenu.GetLayout", 0, int32(0), int32(-1), []string{}).Store(&revision, &layout)
		found = map[string]int32{}
		for _, child := range layout.Children {
			var one struct {
				ID         int32
				Properties map[string]dbus.Variant
				Children   []dbus.Variant
			}
			if err := dbus.Store([]any{child.Value()}, &one); err != nil {
				return nil, err
			}
			label, _ := one.Properties["label"].Value().(string)
			found[label] = one.ID
		}
		return found, err
	}
	says := func(tip string, keys ...string) error {
		return until(fmt.Sprintf("the tray says %q and has %q", tip, keys), func() bool {
			shown, err := icon.GetProperty("org.kde.StatusNotifierItem.ToolTip")
			parts, _ := shown.Value().([]any)
			found, wrong := labels()
			if err != nil || wrong != nil || len(parts) != 4 || parts[2] != tip {
				return false
			}
			for _, key := range keys {
				if _, ok := found[key]; !ok {
					return false
				}
			}
			return true
		})
	}
	if err := says("nothing is followed", "Open", "Quit"); err != nil {
		return err
	}
	tray.Say(TrayWords{Tip: "2 jobs followed, 412 tracks left", Open: "Öffnen", Quit: "Beenden"})
	if err := says("2 jobs followed, 412 tracks left", "Öffnen", "Beenden"); err != nil {
		return err
	}
	found, err := labels()
	if err != nil {
		return err
	}
	click := func(label string) error {
		return menu.Call("com.canonical.dbusmenu.Event", 0, found[label], "clicked", dbus.MakeVariant(""), uint32(0)).Err
	}
	if err := errors.Join(click("Öffnen"), icon.Call("org.kde.StatusNotifierItem.Activate", 0, int32(1), int32(1)).Err, click("Beenden")); err != nil {
		return err
	}
	return until("the window was opened twice and quit once", func() bool { return opened.Load() == 2 && ended.Load() == 1 })
}

func playNoTray() error {
	answers, stop := watchTray(0)
	defer stop()
	return told(answers, false)
}

// playTrayComesLate starts a watcher, and a little later something that shows icons.
func playTrayComesLate() error {
	answers, stop := watchTray(roleLimit)
	defer stop()
	p, err := startPanel(false)
	if err != nil {
		return err
	}
	if err := p.shows(true); err != nil {
		return err
	}
	if err := told(answers, true); err != nil {
		return err
	}
	few, end := watchTray(time.Millisecond)
	defer end()
	if err := told(few, true); err != nil {
		return err
	}
	if err := p.shows(false); err != nil {
		return err
	}
	if err := errors.Join(told(answers, false), told(few, false)); err != nil {
		return err
	}
	none, done := watchTray(time.Millisecond)
	defer done()
	return told(none, false)
}
