package practice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"

	"pressroom/api/practice/audio"
	"pressroom/api/practice/mail"
)

// Options are what a practice site is opened with.
type Options struct {
	Home    string       // its folder, made when it is missing
	Listen  string       // "127.0.0.1:0" when empty; other hosts must be told
	Log     *slog.Logger // nil: no log
	FFmpeg  string       // path of ffmpeg; "": everything in Go
	Workers int          // 0: one a core, but never fewer than two
	Bits    int          // WAV and AIFF are published at most this deep, 16 or 24; 0: as deep as their source
	// SearchDelay is how long after it is published search finds a track; 0: at once.
	SearchDelay time.Duration
	Mail        *mail.Server // nil: emails go to the outbox folder
}

// DefaultSearchDelay is a search delay that people can watch; at a real site it is from moments to a day.
const DefaultSearchDelay = time.Minute

// Site is a practice site that listens and publishes until it is closed.
type Site struct {
	home    string
	log     *slog.Logger
	tuning  tuning
	lock    *flock.Flock
	store   *store
	keys    keyring
	calls   map[string]call
	server  *http.Server
	address string // http://HOST:PORT
	host    string // the listener's own host
	port    string
	client  *http.Client // guarded: for sources and oncomplete
	convert converter
	mail    *mail.Server // nil: there is none
	run     string       // names this run in leases

	searchDelay time.Duration
	encoding    chan struct{} // holds one for each item that is encoded

	uploading sync.Mutex // held by the one upload under way
	sampling  sync.Mutex // held while the samples are made
	queued    bell       // rung when there may be work for the workers
	completed bell       // rung when there may be an oncomplete to tell
	promised  bell       // rung when a job may publish itself

	stop    context.CancelFunc
	running sync.WaitGroup
	closed  sync.Once
	failed  error // of the first Close
}

// converter makes one published file; it is [audio.Converter.Convert] but for tests of full disks.
type converter func(ctx context.Context, src, dst string, to audio.Container) (audio.Spec, error)

// Open opens the site in o.Home, takes up what an earlier run left, listens and serves. The context
// is for opening only: the site runs until [Site.Close].
func Open(ctx context.Context, o Options) (*Site, error) { return open(ctx, o, defaultTuning()) }

func open(ctx context.Context, o Options, t tuning) (site *Site, err error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Workers <= 0 {
		o.Workers = max(2, runtime.NumCPU())
	}
	if !slices.Contains([]int{0, 16, 24}, o.Bits) {
		return nil, fmt.Errorf("open practice site: it publishes 16 or 24 bits, not %d", o.Bits)
	}
	s := &Site{
		log: o.Log, tuning: t, run: randomText(6), mail: o.Mail,
		searchDelay: o.SearchDelay, encoding: make(chan struct{}, o.Workers),
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.release())
		}
	}()
	if s.home, s.lock, err = openHome(o.Home); err != nil {
		return nil, err
	}
	if s.store, err = openStore(ctx, s.path(databaseName)); err != nil {
		return nil, err
	}
	if s.keys.known, err = s.store.loadKeys(ctx); err != nil {
		return nil, err
	}
	listener, err := listen(ctx, o.Listen)
	if err != nil {
		return nil, err
	}
	s.addressed(listener.Addr())
	s.convert = t.convert
	if s.convert == nil {
		s.convert = audio.Converter{FFmpeg: o.FFmpeg, Bits: o.Bits}.Convert
	}
	s.start(listener, o.Workers)
	return s, nil
}

// addressed works out what the site's own addresses look like, and with that whom it may call.
func (s *Site) addressed(at net.Addr) {
	s.host, s.port, _ = net.SplitHostPort(at.String())
	shown := s.host
	if ip := net.ParseIP(s.host); ip != nil && ip.IsUnspecified() {
		// Nobody can connect to "every address"; on this machine loopback is one of them.
		shown = "127.0.0.1"
	}
	s.address = "http://" + net.JoinHostPort(shown, s.port)
	s.client = newClient(guard{open: isLoopbackHost(s.host)})
}

func (s *Site) start(listener net.Listener, workers int) {
	s.server = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	// Work belongs to the site, not to the call that opened it.
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	s.running.Go(func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the practice site stopped serving", "error", err)
		}
	})
	// Twice as many as encode: while one item is encoded, the next one is fetched.
	for n := range 2 * workers {
		s.running.Go(func() { s.work(ctx, s.run+"/"+strconv.Itoa(n+1)) })
	}
	s.running.Go(func() { s.tell(ctx) })
	s.running.Go(func() { s.autopublish(ctx) })
	s.log.Info("the practice site is open", "address", s.address, "workers", workers)
}

// Address is where the site is reached, "http://127.0.0.1:PORT".
func (s *Site) Address() string { return s.address }

// Close stops accepting calls, lets those under way finish, stops the workers and closes the
// database. What the workers had begun goes on at the next Open.
func (s *Site) Close() error {
	s.closed.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), s.tuning.goodbye)
		defer cancel()
		if err := s.server.Shutdown(ctx); err != nil {
			// Someone who still reads a file is cut off: nothing is written on that way.
			_ = s.server.Close()
		}
		s.stop()
		s.running.Wait()
		s.failed = s.release()
		s.log.Info("the practice site is closed")
	})
	return s.failed
}

// release gives back what open took, in the opposite order.
func (s *Site) release() error {
	if s.client != nil {
		s.client.CloseIdleConnections()
	}
	var err error
	if s.store != nil {
		err = s.store.close()
	}
	if s.lock != nil {
		err = errors.Join(err, s.lock.Close())
	}
	return err
}

// ErrAddressInUse says that another program listens where the site should.
var ErrAddressInUse = errors.New("another program already listens at that address")

func listen(ctx context.Context, address string) (net.Listener, error) {
	if address == "" {
		address = "127.0.0.1:0"
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("listen at %s: %w", address, ErrAddressInUse)
	}
	if err != nil {
		return nil, fmt.Errorf("listen at %s: %w", address, err)
	}
	return listener, nil
}
