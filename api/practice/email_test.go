package practice

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"pressroom/api/practice/mail"
)

// postOffice is a real mail server with STARTTLS, which answers the first receivers as told.
type postOffice struct {
	answers chan error
	got     chan string
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return p, nil }
func (p *postOffice) Mail(string, *smtp.MailOptions) error        { return nil }
func (p *postOffice) Reset()                                      {}
func (p *postOffice) Logout() error                               { return nil }

func (p *postOffice) Rcpt(string, *smtp.RcptOptions) error {
	select {
	case answer := <-p.answers:
		return answer
	default:
		return nil
	}
}

func (p *postOffice) Data(r io.Reader) error {
	content, err := io.ReadAll(r)
	p.got <- string(content)
	return err
}

// openPostOffice starts one whose first answers are given.
func openPostOffice(t *testing.T, answers ...error) (*postOffice, *mail.Server) {
	t.Helper()
	p := &postOffice{make(chan error, 10), make(chan string, 10)}
	for _, answer := range answers {
		p.answers <- answer
	}
	certified := httptest.NewTLSServer(http.NotFoundHandler()) // for its certificate
	defer certified.Close()
	server := smtp.NewServer(p)
	server.TLSConfig = &tls.Config{Certificates: certified.TLS.Certificates}
	at, err := mail.ParseServer("smtp://" + serving(t, server))
	if err != nil {
		t.Fatal(err)
	}
	at.Roots = x509.NewCertPool()
	at.Roots.AddCert(certified.Certificate())
	return p, at
}

func completeJob(t *testing.T, s *Site) {
	t.Helper()
	c := caller(t, s)
	c.upload(t, 296204, s.Address()+"/samples/unknown.wav", "wav")
	c.ok(t, "publish", fields{"oncomplete": "ada@host.example"}, nil)
	c.settled(t, 296204, 1)
}

func TestASiteWithAMailServerSendsItsEmailsThere(t *testing.T) {
	t.Parallel()
	later := &smtp.SMTPError{Code: 451, Message: "later"}
	office, at := openPostOffice(t, later, later)
	s := openSite(t, Options{Mail: at})
	completeJob(t, s)
	until(t, func() bool { return callbackState(t, s) == "done" })
	email, err := netmail.ReadMessage(bytes.NewReader([]byte(<-office.got)))
	if err != nil || email.Header.Get("To") != "<ada@host.example>" || !strings.Contains(email.Header.Get("Subject"), "is complete") {
		t.Errorf("%v, %v", email, err)
	}
	if left := outbox(t, s); len(office.got) != 0 || len(left) != 0 {
		t.Errorf("%d more emails, and %q in the outbox", len(office.got), left)
	}
}

func TestAnEmailThatNoServerTakesIsInTheOutbox(t *testing.T) {
	t.Parallel()
	for _, answers := range [][]error{
		{&smtp.SMTPError{Code: 550, Message: "no such user"}}, // for good: no further try
		{&smtp.SMTPError{Code: 451}, &smtp.SMTPError{Code: 451}, &smtp.SMTPError{Code: 451}, &smtp.SMTPError{Code: 451}, &smtp.SMTPError{Code: 451}},
	} {
		office, at := openPostOffice(t, answers...)
		s := openSite(t, Options{Mail: at})
		completeJob(t, s)
		until(t, func() bool { return callbackState(t, s) == "done" })
		files := outbox(t, s)
		if len(files) != 1 || len(office.got) != 0 || len(office.answers) != 0 {
			t.Fatalf("%q in the outbox, %d sent, %d answers left", files, len(office.got), len(office.answers))
		}
		content, err := os.ReadFile(files[0])
		if err != nil || !strings.Contains(string(content), "ada@host.example") {
			t.Errorf("%s, %v", content, err)
		}
	}
}

func outbox(t *testing.T, s *Site) []string {
	t.Helper()
	files, err := filepath.Glob(s.path(outboxFolder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}
