package intake

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"pressroom/ui/desk/words"
)

const (
	askFor       = 10 * time.Second
	headBytes    = 4 << 10 // what is asked for, and read at most
	mostRedirect = 5
)

var (
	errCircle    = errors.New("more than five redirects")
	errDowngrade = errors.New("redirected from https to http")
	errScheme    = errors.New("redirected to something else than http or https")
)

// NewTransport makes the connections that [Check] asks over. Nothing is unpacked: a file is wanted as it lies there.
func NewTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: askFor}).DialContext,
		TLSHandshakeTimeout:    askFor,
		MaxIdleConnsPerHost:    perHost,
		MaxResponseHeaderBytes: 64 << 10,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
	}
}

// answer is what an address gave.
type answer struct {
	status int
	head   []byte
	err    error // there was no answer, or none to the end
}

// silent says that the host itself gave nothing, or asks to be left alone.
func (a answer) silent() bool {
	if a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable {
		return true
	}
	return a.err != nil && !isRedirect(a.err)
}

func isRedirect(err error) bool {
	return errors.Is(err, errCircle) || errors.Is(err, errDowngrade) || errors.Is(err, errScheme)
}

// ask gets the first bytes of what an address names, without cookies, without the user name that may
// stand in it, and without telling where a redirect came from. A server that knows no ranges is left
// after the same number of bytes.
func (a asker) ask(ctx context.Context, address string) answer {
	ctx, cancel := context.WithTimeout(ctx, a.deadline)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{err: err}
	}
	request.URL.User = nil
	request.Header.Set("User-Agent", "Pressroom")
	request.Header.Set("Range", "bytes=0-"+strconv.Itoa(headBytes-1))
	client := http.Client{Transport: a.transport, CheckRedirect: mayFollow}
	response, err := client.Do(request)
	if err != nil {
		return answer{err: err}
	}
	defer response.Body.Close()
	if response.StatusCode/100 != 2 {
		return answer{status: response.StatusCode}
	}
	head := make([]byte, headBytes)
	n, err := io.ReadFull(response.Body, head)
	if n > 0 || errors.Is(err, io.EOF) {
		err = nil // shorter than that, or slow: what came is judged
	}
	return answer{status: response.StatusCode, head: head[:n], err: err}
}

func mayFollow(next *http.Request, via []*http.Request) error {
	next.URL.User = nil
	next.Header.Del("Referer") // it may hold a signature
	switch last := via[len(via)-1].URL; {
	case len(via) > mostRedirect:
		return errCircle
	case next.URL.Scheme == "http" && last.Scheme == "https":
		return errDowngrade
	case next.URL.Scheme != "http" && next.URL.Scheme != "https":
		return errScheme
	}
	return nil
}

// judge tells what an answer means for a candidate. What this machine meets, a site may not: only
// that nothing is there, or something else than audio, counts as an error.
func (r *run) judge(i int, host string, a answer) {
	name := r.candidates[i].file()
	switch status := a.status; {
	case errors.Is(a.err, errCircle):
		r.find(i, Redirects, sayCircle(name))
	case errors.Is(a.err, errDowngrade):
		r.find(i, Redirects, sayDowngrade(name))
	case errors.Is(a.err, errScheme):
		r.find(i, Redirects, sayOddRedirect(name))
	case isTimeout(a.err):
		r.find(i, Unreachable, saySlow(host, r.ask.deadline))
	case a.err != nil:
		r.find(i, Unreachable, sayUnreachable(host))
	case status == http.StatusNotFound, status == http.StatusGone:
		r.find(i, Gone, sayGone(name, host, status))
	case status == http.StatusRequestedRangeNotSatisfiable, status/100 == 2 && len(a.head) == 0:
		r.find(i, Empty, sayEmptyAddress(name, host))
	case status/100 != 2:
		r.find(i, Refused, sayRefused(name, host, status))
	default:
		r.content(i, a.head)
	}
}

// content tells what the first bytes mean for a candidate.
func (r *run) content(i int, head []byte) {
	name := r.candidates[i].file()
	switch format, other := tell(head); {
	case format != "":
		r.ending(i, format)
	case other == webPage:
		r.find(i, WebPage, sayWebPage(name))
	case other != (words.Sentence{}):
		r.find(i, NotAudio, sayNotAudio(name, other))
	default:
		r.find(i, Unclear, sayUnclear(name))
	}
}

func isTimeout(err error) bool {
	var failed *url.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &failed) && failed.Timeout()
}
