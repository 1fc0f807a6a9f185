package practice

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// failure is why an item could not be published: a sentence for the person, and the cause for the
// log.
type failure struct {
	reason    string
	temporary bool // another try may go well
	again     bool // the site's own fault: the next publish takes the item again
	err       error
}

func (f *failure) Error() string {
	if f.err == nil {
		return f.reason
	}
	return f.reason + " " + f.err.Error()
}

func (f *failure) Unwrap() error { return f.err }

// fetch brings the file at an address to dst, in several tries where that may help.
func (s *Site) fetch(ctx context.Context, address, dst string) error {
	for try := 0; ; try++ {
		err := s.fetchOnce(ctx, address, dst)
		var f *failure
		if !errors.As(err, &f) || !f.temporary || try >= len(s.tuning.fetchPauses) {
			return err
		}
		if !pause(ctx, s.tuning.fetchPauses[try]) {
			return ctx.Err()
		}
	}
}

func (s *Site) fetchOnce(ctx context.Context, address, dst string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &failure{reason: "The address can't be read.", err: errors.New("bad address")}
	}
	host := request.URL.Host
	response, err := s.client.Do(request)
	if err != nil {
		return noConnection(host, err)
	}
	defer response.Body.Close()
	if code := response.StatusCode; code != http.StatusOK {
		return &failure{reason: answered(code), temporary: code >= 500 || code == http.StatusTooManyRequests || code == http.StatusRequestTimeout}
	}
	if response.ContentLength > s.tuning.fetchLimit {
		return s.tooLarge()
	}
	body := &idleReader{from: response.Body, wait: s.tuning.fetchIdle, cancel: cancel}
	body.timer = time.AfterFunc(body.wait, body.giveUp)
	defer body.timer.Stop()
	return s.save(body, host, dst)
}

// save writes what is read to dst, and tells a reader's failure from a disk's.
func (s *Site) save(body *idleReader, host, dst string) error {
	file, err := s.tuning.create(dst)
	if err != nil {
		return fmt.Errorf("make the file of a source: %w", err)
	}
	written, err := io.CopyBuffer(struct{ io.Writer }{file}, io.LimitReader(body, s.tuning.fetchLimit+1), make([]byte, 64<<10))
	closed := file.Close()
	switch {
	case body.gaveUp.Load():
		return &failure{reason: host + " stopped sending.", temporary: true, err: err}
	case body.failed != nil:
		return &failure{reason: "The connection to " + host + " broke off.", temporary: true, err: body.failed}
	case err != nil || closed != nil:
		return fmt.Errorf("write a source: %w", errors.Join(err, closed))
	case written > s.tuning.fetchLimit:
		return s.tooLarge()
	}
	return nil
}

func (s *Site) tooLarge() error {
	return &failure{reason: fmt.Sprintf("The file is larger than %d GiB.", s.tuning.fetchLimit>>30)}
}

// noConnection says why there is no answer at all.
func noConnection(host string, err error) error {
	err = withoutAddress(err)
	f := &failure{reason: "No connection to " + host + ".", temporary: true, err: err}
	var dns *net.DNSError
	switch {
	case errors.Is(err, errGuarded):
		f.reason, f.temporary = "The practice site doesn't fetch from "+host+": it is on this machine or a private network.", false
	case errors.Is(err, errRedirects):
		f.reason, f.temporary = "The address leads from one address to the next without end.", false
	case errors.Is(err, errScheme):
		f.reason, f.temporary = "The address leads to something that isn't http or https.", false
	case errors.As(err, &dns) && dns.IsNotFound:
		f.reason, f.temporary = "No connection to "+host+": there is no host of that name.", false
	}
	return f
}

// withoutAddress is a client's error fit for the log: the client's own quotes the whole address, query
// and all, and one about a redirect may quote where that leads.
func withoutAddress(err error) error {
	var quoting *url.Error
	if errors.As(err, &quoting) {
		err = quoting.Err
	}
	if strings.ContainsRune(err.Error(), '?') {
		return errors.New("the answer can't be read")
	}
	return err
}

func answered(code int) string {
	words := strings.ToLower(http.StatusText(code))
	if words == "" {
		return fmt.Sprintf("The address answered %d.", code)
	}
	return fmt.Sprintf("The address answered %d (%s).", code, words)
}

// idleReader gives up when nothing comes for a while, however long the whole takes.
type idleReader struct {
	from   io.Reader
	wait   time.Duration
	timer  *time.Timer
	cancel context.CancelFunc
	gaveUp atomic.Bool
	failed error
}

func (r *idleReader) giveUp() {
	r.gaveUp.Store(true)
	r.cancel()
}

func (r *idleReader) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if n > 0 {
		r.timer.Reset(r.wait)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = err
	}
	return n, err
}
