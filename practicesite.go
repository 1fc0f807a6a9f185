package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"

	"pressroom/api/practice"
	"pressroom/ui/desk"
	"pressroom/ui/system"
)

// practiceSite is the practice site of the window, started when it is first wanted.
type practiceSite struct {
	options practice.Options

	mu    sync.Mutex
	site  *practice.Site
	key   string
	fresh bool // it has not been given its samples yet
}

func (p *practiceSite) open(ctx context.Context) (desk.PracticeSite, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.site == nil {
		_, err := os.Stat(p.options.Home)
		p.fresh = errors.Is(err, os.ErrNotExist)
		site, err := practice.Open(ctx, p.options)
		if err != nil {
			return desk.PracticeSite{}, err
		}
		if p.key, err = site.IssueKey(ctx, "window"); err != nil {
			return desk.PracticeSite{}, errors.Join(err, site.Close())
		}
		p.site = site
	}
	if p.fresh {
		if _, err := p.site.AddSamples(ctx); err != nil {
			return desk.PracticeSite{}, err
		}
		p.fresh = false
	}
	return desk.PracticeSite{Address: p.site.Address(), Key: p.key, Offer: p.site.Offer}, nil
}

func (p *practiceSite) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.site == nil {
		return nil
	}
	return p.site.Close()
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
