// Pressroom publishes the import queue of a SourceAudio site from the desktop.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"pressroom/api"
	"pressroom/api/practice"
	"pressroom/api/practice/audio"
	"pressroom/api/practice/mail"
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

// options are what the command line says.
type options struct {
	practice, samples, version bool
	background                 bool // start in the tray
	site, home, serve          string
	level                      slog.Level
	tracks                     []string
	allow                      []practice.Permission
	published                  practice.Options // what the command line says of the practice site
}

func parse(args []string, stderr io.Writer) (o options, err error) {
	f := flag.NewFlagSet("pressroom", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.Usage = func() {
		fmt.Fprintln(stderr, "pressroom [-practice] [-site URL] [-home DIR] [-log LEVEL] [-smtp URL] [-background] [-version] [file or address ...]")
		fmt.Fprintln(stderr, "pressroom -serve ADDR [-samples] [-allow LIST] [-search-delay TIME] [-bits N] [-smtp URL] [-home DIR] [-log LEVEL]")
		f.PrintDefaults()
	}
	f.BoolVar(&o.practice, "practice", false, "open the practice site, which runs on this machine")
	f.StringVar(&o.site, "site", "", "open the site with this `URL`")
	f.StringVar(&o.home, "home", "", "keep everything in this `folder` instead of the usual one")
	f.TextVar(&o.level, "log", slog.LevelInfo, "log at this `level` and above: debug, info, warn or error")
	f.BoolVar(&o.background, "background", false, "start in the tray, where the desktop has one")
	f.BoolVar(&o.version, "version", false, "print the versions of the program and of what it is made of, and end")
	f.StringVar(&o.serve, "serve", "", "run the practice site alone, without a window, on this `address`, for example 127.0.0.1:8080")
	f.BoolVar(&o.samples, "samples", false, "with -serve: queue the sample tracks")
	f.Func("allow", "with -serve: what the printed key may do, a comma `list` of read, upload, publish and delete", func(list string) (err error) {
		o.allow, err = practice.ParsePermissions(list)
		return err
	})
	f.DurationVar(&o.published.SearchDelay, "search-delay", practice.DefaultSearchDelay, "with -serve: the `time` from a track's publishing until search finds it")
	f.IntVar(&o.published.Bits, "bits", 0, "with -serve: publish WAV and AIFF at most this deep, 16 or 24 `bits`; 0 leaves them as they are")
	smtp := f.String("smtp", "", "the practice site's mail server, a `URL`: smtp://USER@HOST:PORT (STARTTLS) or smtps://USER@HOST:PORT; the password comes from $"+smtpPassword)
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if *smtp != "" { // not read by a flag.Value: its error would quote the whole, and a password with it
		if o.published.Mail, err = mail.ParseServer(*smtp); err != nil {
			return o, err
		}
		if o.published.Mail.Password == "" {
			o.published.Mail.Password = os.Getenv(smtpPassword)
		}
	}
	o.tracks = f.Args()
	if o.serve == "" {
		var alone []string
		f.Visit(func(given *flag.Flag) {
			if slices.Contains([]string{"samples", "allow", "search-delay", "bits"}, given.Name) {
				alone = append(alone, "-"+given.Name)
			}
		})
		if len(alone) > 0 {
			return o, fmt.Errorf("%s: only with -serve", strings.Join(alone, " "))
		}
	}
	o.published.FFmpeg = audio.FindFFmpeg()
	return o, nil
}

// smtpPassword is the environment variable that keeps a mail server's password out of the list of
// processes.
const smtpPassword = "PRESSROOM_SMTP_PASSWORD" // #nosec G101 -- the name of a variable, not a password

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

// serve runs the practice site alone until it is told to end.
func serve(o options, stdout io.Writer, log *slog.Logger) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	home, err := system.Home(o.home)
	if err != nil {
		return err
	}
	o.published.Home, o.published.Listen, o.published.Log = filepath.Join(home, "site"), o.serve, log
	site, err := practice.Open(ctx, o.published)
	if err != nil {
		return err
	}
	key, err := site.IssueKey(ctx, "serve", o.allow...)
	if err == nil && o.samples {
		_, err = site.AddSamples(ctx)
	}
	if err == nil {
		err = json.NewEncoder(stdout).Encode(map[string]string{"url": site.Address(), "token": key})
	}
	if err == nil {
		<-ctx.Done()
	}
	return errors.Join(err, site.Close())
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
	versions := versionsAt(home)
	crashed, wentWell, err := system.KeepCrashes(home, asLines(versions))
	if err != nil {
		log.Warn("keep crashes", "error", err)
	}
	err = windowAt(home, o, first, versions, crashed, log)
	wentWell() // not deferred: a panic must leave its report
	return err
}

// windowAt opens the desk of a data folder that this program holds, and its window.
func windowAt(home string, o options, first *system.Instance, versions []desk.Field, crashed string, log *slog.Logger) (err error) {
	book, err := ledger.Open(context.Background(), filepath.Join(home, "ledger.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	o.published.Home, o.published.Log = filepath.Join(home, "practice"), log
	site := &practiceSite{options: o.published}
	defer func() { err = errors.Join(err, site.close()) }()

	leaveConsole() // what could go wrong before the window opens has been said there
	a := app.NewWithID("io.github.pressroom.Pressroom")
	if scale := ui.Scale(a.Preferences()); scale != "" && os.Getenv("FYNE_SCALE") == "" {
		if err := os.Setenv("FYNE_SCALE", scale); err != nil {
			log.Warn("set the window's size", "error", err)
		}
	}
	if err := words.Use(ui.Language(a.Preferences())); err != nil {
		return err
	}
	a.SetIcon(fyne.NewStaticResource("icon.png", assets.WindowPNG))
	var win *ui.Window
	quit := sync.OnceFunc(func() {
		win.Remember()
		a.Quit()
	})
	lifecycle, ends := context.WithCancel(context.Background())
	defer ends()
	tray := system.NewTray(assets.WindowPNG, fyne.Do, func() { fyne.Do(win.Raise) }, func() { fyne.Do(quit) })
	awake := system.NewAwake(log)
	defer awake.Close()
	var screen ui.Screen
	opened := make(chan struct{})
	var busy atomic.Bool
	web := intake.NewTransport()
	defer web.CloseIdleConnections()
	notices := system.NewNotifications(assets.IconPNG, func(job int64) { win.OpenJob(job) })
	defer notices.Close()
	work, err := desk.New(desk.Options{
		Ledger: book, Keys: system.NewKeyring(), Notifier: notices, Web: web,
		Dial:     func(address, key string) (desk.Site, error) { return api.New(address, key) },
		Practice: site.open,
		Opened:   opened,
		Show: func(v desk.View) {
			screen.Show(v)
			awake.Keep(v.Background.Sending)
			busy.Store(v.Background.Followed > 0 || v.Work.CanStop)
			tray.Say(system.TrayWords{Tip: v.Background.Words, Open: words.T("Open Pressroom"), Quit: words.T("Quit")})
		},
		Log:     log,
		Logged:  func(most int) ([]string, error) { return system.LogLines(home, most) },
		Crashed: func() (string, error) { return system.LastCrash(home) },
	})
	if err != nil {
		return err
	}
	// The ledger is read while the window is made.
	if o.practice {
		work.OpenPractice()
	}
	work.Start(o.site, o.tracks)
	if win, err = ui.New(ui.Options{
		App: a, Desk: work, Screen: &screen, Log: log, Version: system.Version(version), Quit: quit, Versions: versions, Crashed: crashed,
		Autostart: autostart(o, home, log), Newer: newer(lifecycle), Releases: system.ReleasesPage,
	}); err != nil {
		work.Close()
		return err
	}
	a.Lifecycle().SetOnEnteredForeground(func() { work.Watched(true) })
	a.Lifecycle().SetOnExitedForeground(func() { work.Watched(false) })
	if err := first.Listen(func(ctx context.Context, r system.Request) error { return take(ctx, win, r) }); err != nil {
		log.Warn("hear later starts", "error", err)
	}
	if o.background {
		work.Watched(false)
	}
	go system.WatchTrayHost(lifecycle, trayPatience(o), log, func(there bool) {
		if there {
			tray.Show()
		}
		fyne.Do(func() { win.SetTray(there) })
	})
	go system.OnWake(lifecycle, busy.Load, work.Woke)
	started := time.AfterFunc(startTakes, debug.FreeOSMemory)
	defer started.Stop()
	err = win.Run(o.background, func() {
		debug.SetGCPercent(50) // from here on most of what is in memory stays
		close(opened)
	})
	ended := endWithin(20*time.Second, log)
	first.Hush()
	win.Close()
	work.Close()
	tray.End() // after all that notifies and asks the keyring
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
