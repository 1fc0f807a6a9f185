package api

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	maxAnswer    = 8 << 20 // bytes of an answer, unpacked
	maxRedirects = 5
)

// transport is shared by the clients, so that one made anew for a site finds its connections again.
// It speaks HTTP/1.1 alone: there net/http sends a POST again only if nothing of it was written,
// while over HTTP/2 it also does after some errors that come once everything was.
var transport = newTransport()

func newTransport() *http.Transport {
	var protocols http.Protocols
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		IdleConnTimeout:     time.Minute,
		MaxIdleConnsPerHost: 4,
		Protocols:           &protocols,
	}
}

// answer is an HTTP answer that came whole.
type answer struct {
	op     string
	status int
	header http.Header
	goesTo *url.URL // where a redirect points, nil where there is none
	body   []byte
	errorMember
}

// send makes one call, once, and reads its answer. Its error is an *[Error].
func (c *Client) send(ctx context.Context, op string, form url.Values) (answer, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, &Error{Op: op, Kind: Cancelled, Err: err}
	}
	call, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	var sent atomic.Bool
	request, err := c.request(call, op, form, &sent)
	if err != nil {
		return answer{}, badRequest(op, c.key.cause(err))
	}
	response, err := c.http.Do(request)
	if err != nil {
		return answer{}, c.unanswered(ctx, &Error{Op: op, Sent: sent.Load(), Err: bare(err)})
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	failed := &Error{Op: op, Status: response.StatusCode, Sent: true, Err: err}
	if isForNow(response.StatusCode) { // what the header asks holds, however the body ends
		failed.RetryAfter = retryAfter(response.Header, time.Now())
	}
	if err != nil {
		return answer{}, c.unanswered(ctx, failed)
	}
	if len(body) > maxAnswer {
		failed.Kind, failed.Err = BadAnswer, fmt.Errorf("the answer is longer than %d bytes", maxAnswer)
		return answer{}, failed
	}
	body = bytes.TrimPrefix(body, []byte("\ufeff")) // some servers put a byte order mark first
	goesTo, _ := response.Location()                // an unreadable one is none
	return answer{
		op: op, status: response.StatusCode, header: response.Header, goesTo: goesTo,
		body: body, errorMember: readErrorMember(body),
	}, nil
}

// request is the call's HTTP request. It sets sent once bytes of it may leave this machine.
func (c *Client) request(ctx context.Context, op string, form url.Values, sent *atomic.Bool) (*http.Request, error) {
	form.Set("token", c.key.reveal()) // Source: the public documentation of the import API
	text := form.Encode()
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		// The connection is made by now, TLS included. To wait for the first byte would be too late:
		// a call given up at that very moment may be written all the same.
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address+callsPath+"/"+op, strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	// A transport that is not net/http's may know nothing of traces, but it has to read the body.
	request.GetBody = func() (io.ReadCloser, error) {
		return io.NopCloser(&watchedReader{strings.NewReader(text), sent}), nil
	}
	request.Body, _ = request.GetBody()
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", c.userAgent)
	return request, nil
}

type watchedReader struct {
	io.Reader
	read *atomic.Bool
}

func (r *watchedReader) Read(p []byte) (int, error) {
	r.read.Store(true)
	return r.Reader.Read(p)
}

// unanswered gives a call that has no answer its kind. ctx is the caller's, without our timeout.
func (c *Client) unanswered(ctx context.Context, e *Error) *Error {
	gaveUp := ctx.Err()
	e.Err = c.key.cause(e.Err)
	if gaveUp != nil && !errors.Is(e.Err, gaveUp) {
		e.Err = fmt.Errorf("%w: %w", gaveUp, e.Err)
	}
	switch {
	case e.Sent:
		e.Kind = NoAnswer
	case errors.Is(gaveUp, context.Canceled):
		e.Kind = Cancelled
	default: // a deadline too: the site could not be reached in time
		e.Kind = Unreachable
	}
	return e
}

// bare drops the address that net/http puts around its errors: a redirect's, for one, is the site's
// text.
func bare(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}

// mayFollow is the redirect policy: a call is sent on as the POST it is (307, 308) within its own
// scheme, host and port. Anything else would take the key to another host, or make a GET of it, and
// is answered by the redirect itself.
func (c *Client) mayFollow(next *http.Request, before []*http.Request) error {
	query, err := url.QueryUnescape(next.URL.RawQuery)
	switch {
	case len(before) > maxRedirects,
		next.Method != http.MethodPost,
		!sameSite(before[0].URL, next.URL),
		next.URL.User != nil,
		err != nil,
		// No key in an address, even where the site put it there.
		c.key.within(next.URL.String()), c.key.within(next.URL.Path), c.key.within(query):
		return http.ErrUseLastResponse
	}
	return nil
}
