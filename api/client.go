package api

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"
)

// DefaultTimeout is how long a call may take, from first to last byte, unless [WithTimeout] or an
// earlier deadline of the call's context says otherwise.
const DefaultTimeout = 30 * time.Second

// Client makes the calls of one site's import API with one key. Make it with [New]; it is safe for
// use by several goroutines. Its printed form is the site's address and never holds the key.
type Client struct {
	address   string
	key       secret
	http      *http.Client
	timeout   time.Duration
	userAgent string
}

// Option changes how a [Client] calls. It returns an error where its value makes no sense.
type Option func(*Client) error

// New returns a client of the site at address, as [NormaliseAddress] understands it, which calls
// with key. Space around the key is dropped; an empty key, or one with control characters in it,
// is refused. Nothing is sent. Every error is an *[Error] of kind [BadRequest].
func New(address, key string, options ...Option) (*Client, error) {
	const op = "new"
	site, err := normaliseAddress(address)
	if err != nil {
		return nil, badRequest(op, err)
	}
	key = strings.TrimSpace(key)
	if key == "" {
		return nil, badRequest(op, errors.New("the key is missing"))
	}
	if strings.ContainsFunc(key, unicode.IsControl) {
		return nil, badRequest(op, errors.New("the key holds a line break or another control character: copy it again"))
	}
	c := &Client{address: site, key: keep(key), timeout: DefaultTimeout, userAgent: "Pressroom"}
	c.http = &http.Client{Transport: transport, CheckRedirect: c.mayFollow}
	for _, option := range options {
		if err := option(c); err != nil {
			return nil, badRequest(op, c.key.cause(err))
		}
	}
	return c, nil
}

// WithHTTPClient calls by way of a copy of h: its transport, cookies and timeout. The copy follows
// this package's redirect policy, whatever h's own is. The transport must not repeat a POST whose
// bytes may have left; net/http's speaking HTTP/1.1 does not.
func WithHTTPClient(h *http.Client) Option {
	return func(c *Client) error {
		if h == nil {
			return errors.New("the HTTP client is missing")
		}
		own := *h
		own.CheckRedirect = c.mayFollow
		c.http = &own
		return nil
	}
}

// WithTimeout lets a call take at most d, more than 0, in place of [DefaultTimeout].
func WithTimeout(d time.Duration) Option {
	return func(c *Client) error {
		if d <= 0 {
			return errors.New("the timeout is not more than 0")
		}
		c.timeout = d
		return nil
	}
}

// WithUserAgent names the program to the site: printable ASCII, such as "Pressroom/1.2".
func WithUserAgent(name string) Option {
	return func(c *Client) error {
		odd := func(r rune) bool { return r < ' ' || r > '~' }
		if strings.TrimSpace(name) == "" || strings.ContainsFunc(name, odd) {
			return errors.New("the user agent is empty or not printable ASCII")
		}
		c.userAgent = name
		return nil
	}
}

// Address is the site's address as [NormaliseAddress] returns it: https://name.sourceaudio.com
func (c *Client) Address() string { return c.address }

// String returns the address, without the key.
func (c *Client) String() string { return "api client of " + c.address }

// GoString is String, for %#v.
func (c *Client) GoString() string { return c.String() }

// LogValue is String, for log/slog.
func (c *Client) LogValue() slog.Value { return slog.StringValue(c.String()) }
