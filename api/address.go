package api

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"unicode"
)

// callsPath is where a site's calls are. Source: the public documentation of the import API.
const callsPath = "/api/import"

// NormaliseAddress returns the one form of a site's address in which two spellings of a site are
// equal: scheme and host in lower case, no default port, no path. The scheme may be left out, which
// means https; /api/import and a closing slash are dropped. http is for this machine alone
// (localhost, 127.0.0.0/8, ::1), because the key travels with every call. User names, queries,
// fragments and other paths are refused. An error is an *[Error] of kind [BadRequest] whose cause
// is one plain sentence; it does not repeat the address, which may hold a password.
func NormaliseAddress(address string) (string, error) {
	site, err := normaliseAddress(address)
	if err != nil {
		return "", badRequest("address", err)
	}
	return site, nil
}

func normaliseAddress(address string) (string, error) {
	address = strings.TrimSpace(address)
	if address == "" {
		return "", errors.New("the address is missing: write one such as name.sourceaudio.com")
	}
	if strings.ContainsFunc(address, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return "", errors.New("the address has a space or control character in it")
	}
	if strings.ContainsAny(address, "?#@\\") {
		return "", errors.New("the address is more than a site: leave out user names, and everything from ? or # on")
	}
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil { // its text repeats the address
		return "", errors.New("the address can't be read: write one such as name.sourceaudio.com")
	}
	if path := strings.TrimRight(u.EscapedPath(), "/"); path != "" && path != callsPath {
		return "", errors.New("the address has a path: write the site alone, such as name.sourceaudio.com")
	}
	return site(u)
}

// site puts the scheme, host and port of u together again, if they are fit to be called.
func site(u *url.URL) (string, error) {
	host, loopback, err := hostName(u.Hostname())
	if err != nil {
		return "", err
	}
	if u.Scheme != "https" && u.Scheme != "http" { // url.Parse lowers it
		return "", errors.New("the address must begin with https://")
	}
	if u.Scheme == "http" && !loopback {
		return "", errors.New("the address must begin with https://: over http, others could read the key")
	}
	port := u.Port()
	if port == "" {
		if strings.HasSuffix(u.Host, ":") {
			return "", errors.New("the port in the address is missing")
		}
		return u.Scheme + "://" + host, nil
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || number == 0 {
		return "", errors.New("the port in the address is not between 1 and 65535")
	}
	if (u.Scheme == "https" && number == 443) || (u.Scheme == "http" && number == 80) {
		return u.Scheme + "://" + host, nil
	}
	return u.Scheme + "://" + host + ":" + strconv.FormatUint(number, 10), nil
}

// hostName returns a host in its one form, an IPv6 address in brackets, and whether it is this
// machine.
func hostName(host string) (name string, loopback bool, err error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return "", false, errors.New("the address has an IPv6 zone")
		}
		name := ip.String()
		if ip.Is6() {
			name = "[" + name + "]"
		}
		return name, ip.IsLoopback(), nil
	}
	name = strings.TrimSuffix(strings.ToLower(host), ".")
	if len(name) > 253 {
		return "", false, errors.New("the name of the site is too long")
	}
	for label := range strings.SplitSeq(name, ".") {
		if !isLabel(label) {
			return "", false, errors.New("the name of the site is not a host name: " +
				"use letters, digits, hyphens and dots, and write other letters in their xn-- form")
		}
	}
	return name, name == "localhost", nil
}

func isLabel(label string) bool {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	}
	return label != "" && len(label) <= 63 && !strings.ContainsFunc(label, odd)
}

// sameSite says that b is at the scheme, host and port of a.
func sameSite(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && portOf(a) == portOf(b)
}

func portOf(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	if u.Scheme == "http" {
		return "80"
	}
	return "443"
}
