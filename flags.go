package main

import (
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"

	"pressroom/api/practice"
	"pressroom/api/practice/audio"
	"pressroom/api/practice/mail"
)

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
