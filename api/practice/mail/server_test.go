package mail

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	user   = "site"
	secret = "canary pass/word"
)

// post is a real SMTP server, which keeps what it is sent.
type post struct {
	mu      sync.Mutex
	got     []string // commands and messages
	refuses *smtp.SMTPError
	logins  bool
}

func (p *post) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = append(p.got, fmt.Sprintf(format, args...))
}

func (p *post) noted() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.got...)
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &visit{post: p}, nil }

type visit struct {
	*post
	in bool
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, password string) error {
		v.note("AUTH %s", name)
		v.in = name == user && password == secret
		if !v.in {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.note("MAIL %s", from)
	if v.logins && !v.in {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.note("RCPT %s", to)
	if v.refuses != nil {
		return v.refuses
	}
	return nil
}

func (v *visit) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	v.note("%s", content)
	return err
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// authority makes a certificate for a name, and the pool that trusts it.
func authority(t *testing.T, name string) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	if ip := net.ParseIP(name); ip != nil {
		about.IPAddresses = []net.IP{ip}
	} else {
		about.DNSNames = []string{name}
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, roots
}

// open starts a server; scheme "smtps" is TLS from the start, "smtp" offers STARTTLS, and "plain" no
// TLS at all.
func (p *post) open(t *testing.T, scheme, certified string) *Server {
	t.Helper()
	certificate, roots := authority(t, certified)
	secure := &tls.Config{Certificates: []tls.Certificate{certificate}}
	server := smtp.NewServer(p)
	server.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	switch scheme {
	case "smtps":
		listener = tls.NewListener(listener, secure)
	case "smtp":
		server.TLSConfig = secure
	case "plain":
		server.AllowInsecureAuth = true
		scheme = "smtp"
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	s, err := ParseServer(fmt.Sprintf("%s://%s@127.0.0.1:%d", scheme, user, port))
	if err != nil {
		t.Fatal(err)
	}
	s.Password, s.Roots = secret, roots
	return s
}

func letter() Message {
	return Message{
		From: "Practice site <site@practice.example>", To: "ada@host.example", Subject: "Lieder für später",
		Text: "Größe: 3\n.\n..and a line that begins with a dot\n" + strings.Repeat("long ", 300) + "\n", ID: "callback-1.2@practice.example",
		Date: time.Unix(1_700_000_000, 0),
	}
}

func TestAnEmailArrivesOverTLS(t *testing.T) {
	for _, scheme := range []string{"smtp", "smtps"} {
		p := &post{logins: true}
		s := p.open(t, scheme, "127.0.0.1")
		if err := s.Send(t.Context(), letter()); err != nil {
			t.Fatalf("%s: %v", scheme, err)
		}
		got := p.noted()
		if len(got) != 4 || got[0] != "AUTH site" || got[1] != "MAIL site@practice.example" || got[2] != "RCPT ada@host.example" {
			t.Fatalf("%s: the server saw %q", scheme, got)
		}
		wantLetter(t, []byte(got[3]), letter())
	}
}

func TestNothingIsSentWithoutTLSThatCanBeVerified(t *testing.T) {
	for _, c := range []struct{ scheme, certified string }{{"plain", "127.0.0.1"}, {"smtp", "other.example"}, {"smtps", "other.example"}} {
		p := &post{}
		s := p.open(t, c.scheme, c.certified)
		if err := s.Send(t.Context(), letter()); err == nil || len(p.noted()) != 0 {
			t.Errorf("%s: %v; the server saw %q", c, err, p.noted())
		}
	}
	for _, scheme := range []string{"smtp", "smtps"} {
		p := &post{}
		s := p.open(t, scheme, "127.0.0.1")
		s.Roots = nil // this machine has never heard of who vouches for it
		var unknown x509.UnknownAuthorityError
		if err := s.Send(t.Context(), letter()); !errors.As(err, &unknown) || len(p.noted()) != 0 {
			t.Errorf("%s: %v; the server saw %q", scheme, err, p.noted())
		}
	}
}

func TestARefusalForGoodIsToldFromOneForNow(t *testing.T) {
	p := &post{refuses: &smtp.SMTPError{Code: 550, Message: "no such user"}}
	if err := p.open(t, "smtp", "127.0.0.1").Send(t.Context(), letter()); !errors.Is(err, ErrRefused) {
		t.Errorf("550: %v", err)
	}
	p.refuses = &smtp.SMTPError{Code: 451, Message: "later"}
	if err := p.open(t, "smtp", "127.0.0.1").Send(t.Context(), letter()); err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("451: %v", err)
	}
	s := p.open(t, "smtp", "127.0.0.1")
	s.Password = "wrong"
	err := s.Send(t.Context(), letter())
	if !errors.Is(err, ErrRefused) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("a wrong password: %v", err)
	}
	s, err = ParseServer("smtp://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), letter()); err == nil || errors.Is(err, ErrRefused) {
		t.Errorf("nobody there: %v", err)
	}
}

func TestAServerThatSaysNothingIsLeftWhenTheTimeIsUp(t *testing.T) {
	for _, scheme := range []string{"smtp", "smtps"} {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		left := make(chan struct{})
		go func() {
			defer close(left)
			if conn, err := listener.Accept(); err == nil {
				_, _ = io.Copy(io.Discard, conn) // until the other side leaves
				_ = conn.Close()
			}
		}()
		s, err := ParseServer(scheme + "://" + listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		if err := s.Send(ctx, letter()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", scheme, err)
		}
		cancel()
		<-left
		_ = listener.Close()
	}
}

func TestAnAddressOfAServerIsReadOrRefusedWithoutItsPassword(t *testing.T) {
	for address, want := range map[string]string{
		"smtp://host.example":                   "host.example:587",
		"smtps://host.example/":                 "host.example:465",
		"smtp://ada:canary%20pass@host.example": "host.example:587",
		"smtp://ada@[::1]:2525":                 "[::1]:2525",
	} {
		s, err := ParseServer(address)
		if err != nil || s.String() != want {
			t.Errorf("%s: %v, %v", address, s, err)
		}
	}
	for _, address := range []string{
		"", "host.example:25", "http://ada:canary@host.example", "smtp://ada:canary@", "smtp://ada:canary@host.example:99999",
		"smtp://ada:canary@host.example/x", "smtp://ada:canary@host.example?x", "smtp:ada:canary@host.example", "smtp://ada:canary@host.example:%zz",
	} {
		if s, err := ParseServer(address); err == nil || strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v, %v", address, s, err)
		}
	}
}

func TestNoWayOfPrintingAServerShowsItsPassword(t *testing.T) {
	s, err := ParseServer("smtp://ada:canary@host.example")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	slog.New(slog.NewTextHandler(&out, nil)).Info("m", "server", s)
	slog.New(slog.NewJSONHandler(&out, nil)).Info("m", "server", s)
	fmt.Fprintf(&out, "%v %+v %#v %s %q", s, s, s, s, s)
	if strings.Contains(out.String(), "canary") || !strings.Contains(out.String(), "host.example:587") {
		t.Error(out.String())
	}
}

// wantLetter reads an email as a mail program does.
func wantLetter(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, content []byte, want Message,
) {
	t.Helper()
	email, err := netmail.ReadMessage(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%v\n%s", err, content)
	}
	readLetter(t, email, want)
}
