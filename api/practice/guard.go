package practice

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// guard keeps a site that others can reach from calling this machine or its network for them. It
// looks at the address that is about to be dialled, so neither a redirect nor a name that resolves
// to such an address gets round it.
type guard struct {
	open bool // the site listens on loopback: its only callers may reach all that it may
}

var errGuarded = errors.New("that address is on this machine or a private network")

// special are the ranges that aren't public and that netip has no word for.
var special = prefixes(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24",
	"203.0.113.0/24", "240.0.0.0/4",
	"::/96", "100::/64", "2001::/32", "2001:db8::/32", "2002::/16", "fec0::/10", "64:ff9b:1::/48",
)

// translated is where IPv4 addresses stand inside IPv6 ones on networks without IPv4.
var translated = netip.MustParsePrefix("64:ff9b::/96")

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// public says whether anyone on the internet could call the address.
func public(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	if translated.Contains(ip) {
		b := ip.As16()
		ip = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// control is a [net.Dialer]'s Control.
func (g guard) control(_, address string, _ syscall.RawConn) error {
	if g.open {
		return nil
	}
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr()) {
		return errGuarded
	}
	return nil
}

// newClient makes the client for addresses that came from outside. It takes no proxy from the
// environment: through one the guard would see only the proxy.
func newClient(g guard) *http.Client {
	dialer := &net.Dialer{Timeout: 15 * time.Second, Control: g.control}
	return &http.Client{
		Transport: &http.Transport{
			DialContext:           dialer.DialContext,
			TLSHandshakeTimeout:   15 * time.Second,
			ResponseHeaderTimeout: time.Minute,
			IdleConnTimeout:       time.Minute,
			MaxIdleConnsPerHost:   4,
			DisableCompression:    true, // a file is wanted as it lies there
		},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > 5 {
				return errRedirects
			}
			if !isWeb(r.URL) {
				return errScheme
			}
			return nil
		},
	}
}

var (
	errRedirects = errors.New("too many redirects")
	errScheme    = errors.New("redirected to something else than http(s)")
)

func isLoopbackHost(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
