// Pressroom publishes the import queue of a SourceAudio site from the desktop.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"pressroom/api"
	"pressroom/assets"
	"pressroom/ui"
	"pressroom/ui/desk"
	"pressroom/ui/desk/intake"
	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
	"pressroom/ui/system"
)

// version is the program's version, set when a release is built. Without it, the commit stands for it.
var version string

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintln(stderr, "pressroom:", err)
		return 2
	case o.version:
		return printVersions(o, stdout, stderr)
	}
	log := slog.New(slog.NewTextHandler(stderr, &slog.HandlerOptions{Level: o.level}))
	if o.serve != "" {
		err = serve(o, stdout, log)
	} else {
		err = window(o, log)
	}
	if err != nil {
		fmt.Fprintln(stderr, "pressroom:", err)
		sayAloud(err.Error())
		return 1
	}
	return 0
}

// window opens the desk and its window, and returns once the person has quit.
func window(o options, log *slog.Logger) (err error) {
	debug.SetGCPercent(400) // little of what is made until the window stands is garbage
	home, err := system.Home(o.home)
	if err != nil {
		return err
	}
	wanted, err := system.NewRequest(o.practice, o.site, o.tracks, o.background)
	if err != nil {
		return err
	}
	first, err := system.Enter(home, wanted)
	if err != nil {
		return err
	}
	if first == nil {
		log.Info("the Pressroom that is open took it")
		return nil
	}
	defer first.Close()
	log, closeLog := system.KeepLog(home, log)
	defer func() { err = errors.Join(err, closeLog()) }()
	r := &running{options: o, home: home, first: first, versions: versionsAt(home), log: log, opened: make(chan struct{})}
	crashed, wentWell, err := system.KeepCrashes(home, asLines(r.versions))
	if err != nil {
		log.Warn("keep crashes", "error", err)
	}
	r.crashed = crashed
	err = r.run()
	wentWell() // not deferred: a panic must leave its report
	return err
}

// running is the program with its window, on a data folder that it holds.
type running struct {
	options
	home     string
	first    *system.Instance
	versions []desk.Field
	crashed  string // the report of the run before, where that crashed
	log      *slog.Logger

	app    fyne.App
	tray   *system.Tray
	awake  *system.Awake
	desk   *desk.Desk
	busy   atomic.Bool // the desk follows a job, or sends
	screen ui.Screen
	win    *ui.Window
	opened chan struct{} // closed once the window stands
}

// run opens the desk and its window, and returns once the person has quit and all of it has ended.
func (r *running) run() (err error) {
	book, err := ledger.Open(context.Background(), filepath.Join(r.home, "ledger.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	r.published.Home, r.published.Log = filepath.Join(r.home, "practice"), r.log
	site := &practiceSite{options: r.published}
	defer func() { err = errors.Join(err, site.close()) }()

	leaveConsole() // what could go wrong before the window opens has been said there
	if err := r.newApp(); err != nil {
		return err
	}
	lifecycle, ends := context.WithCancel(context.Background())
	defer ends()
	quit := sync.OnceFunc(func() {
		r.win.Remember()
		r.app.Quit()
	})
	r.tray = system.NewTray(assets.WindowPNG, fyne.Do, func() { fyne.Do(r.win.Raise) }, func() { fyne.Do(quit) })
	r.awake = system.NewAwake(r.log)
	defer r.awake.Close()
	web := intake.NewTransport()
	defer web.CloseIdleConnections()
	notices := system.NewNotifications(assets.IconPNG, func(job int64) { r.win.OpenJob(job) })
	defer notices.Close()
	if r.desk, err = desk.New(desk.Options{
		Ledger: book, Keys: system.NewKeyring(), Notifier: notices, Web: web,
		Dial:     func(address, key string) (desk.Site, error) { return api.New(address, key) },
		Practice: site.open,
		Opened:   r.opened,
		Show:     r.show,
		Log:      r.log,
		Logged:   func(most int) ([]string, error) { return system.LogLines(r.home, most) },
		Crashed:  func() (string, error) { return system.LastCrash(r.home) },
	}); err != nil {
		return err
	}
	// The ledger is read while the window is made.
	if r.practice {
		r.desk.OpenPractice()
	}
	r.desk.Start(r.site, r.tracks)
	if r.win, err = ui.New(ui.Options{
		App: r.app, Desk: r.desk, Screen: &r.screen, Log: r.log, Version: system.Version(version), Quit: quit, Versions: r.versions, Crashed: r.crashed,
		Autostart: autostart(r.options, r.home, r.log), Newer: newer(lifecycle), Releases: system.ReleasesPage,
	}); err != nil {
		r.desk.Close()
		return err
	}
	r.attend(lifecycle)
	return r.work()
}

// newApp makes Fyne's app, in the size and the language that the person chose.
func (r *running) newApp() error {
	r.app = app.NewWithID("io.github.pressroom.Pressroom")
	if scale := ui.Scale(r.app.Preferences()); scale != "" && os.Getenv("FYNE_SCALE") == "" {
		if err := os.Setenv("FYNE_SCALE", scale); err != nil {
			r.log.Warn("set the window's size", "error", err)
		}
	}
	r.app.SetIcon(fyne.NewStaticResource("icon.png", assets.WindowPNG))
	return words.Use(ui.Language(r.app.Preferences()))
}

// show takes one of the desk's views to all that shows something of it.
func (r *running) show(v desk.View) {
	r.screen.Show(v)
	r.awake.Keep(v.Background.Sending)
	r.busy.Store(v.Background.Followed > 0 || v.Work.CanStop)
	r.tray.Say(system.TrayWords{Tip: v.Background.Words, Open: words.T("Open Pressroom"), Quit: words.T("Quit")})
}

// attend has the desk and the window told what happens around them, until lifecycle ends.
func (r *running) attend(lifecycle context.Context) {
	r.app.Lifecycle().SetOnEnteredForeground(func() { r.desk.Watched(true) })
	r.app.Lifecycle().SetOnExitedForeground(func() { r.desk.Watched(false) })
	if err := r.first.Listen(func(ctx context.Context, asked system.Request) error { return take(ctx, r.win, asked) }); err != nil {
		r.log.Warn("hear later starts", "error", err)
	}
	if r.background {
		r.desk.Watched(false)
	}
	go system.WatchTrayHost(lifecycle, trayPatience(r.options), r.log, func(there bool) {
		if there {
			r.tray.Show()
		}
		fyne.Do(func() { r.win.SetTray(there) })
	})
	go system.OnWake(lifecycle, r.busy.Load, r.desk.Woke)
}

// work shows the window until the person quits, and ends what was opened with it.
func (r *running) work() error {
	started := time.AfterFunc(startTakes, debug.FreeOSMemory)
	defer started.Stop()
	err := r.win.Run(r.background, func() {
		debug.SetGCPercent(50) // from here on most of what is in memory stays
		close(r.opened)
	})
	ended := endWithin(20*time.Second, r.log)
	r.first.Hush()
	r.win.Close()
	r.desk.Close()
	r.tray.End() // after all that notifies and asks the keyring
	ended()
	return err
}

// startTakes is when the ledger has been read and the window painted, with room to spare. Memory that only that
// needed goes back to the system then: Go by itself hardly gives any back while little happens.
const startTakes = 5 * time.Second

// endWithin ends the program if it has not ended in time: a person who quit must not be left with a
// program that hangs on a keyring or a network. What was under way is in the ledger.
func endWithin(limit time.Duration, log *slog.Logger) (ended func()) {
	timer := time.AfterFunc(limit, func() {
		log.Error("the program did not end in time", "limit", limit)
		os.Exit(1)
	})
	return func() { timer.Stop() }
}
