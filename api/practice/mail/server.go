package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// sendingTime is how long sending one email may take.
const sendingTime = 30 * time.Second

// ErrRefused is what errors.Is finds where a server refused for good: trying again changes nothing.
var ErrRefused = errors.New("the mail server refuses it")

// Server is a mail server, and how to log in there.
type Server struct {
	Password string         // empty without a user
	Roots    *x509.CertPool // who may vouch for the server; nil: whom this machine trusts

	host string
	port int
	user string // empty: without logging in
	ssl  bool   // TLS from the start; otherwise STARTTLS, which is then a must
}

// ParseServer reads "smtp://USER:PASSWORD@HOST:PORT", where STARTTLS is a must and the port 587 if it
// is left out, or "smtps://…", which is TLS from the start and 465. User and password may be left
// out. An error never holds the password.
func ParseServer(address string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the mail server's address can't be read: it is smtp://USER@HOST:PORT or smtps://USER@HOST:PORT")
	}
	s := &Server{host: u.Hostname(), user: u.User.Username(), port: 587}
	s.Password, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
	case "smtps":
		s.ssl, s.port = true, 465
	default:
		return nil, errors.New("the mail server's address begins with neither smtp:// nor smtps://")
	}
	if s.host == "" || u.Opaque != "" {
		return nil, errors.New("the mail server's address has no host")
	}
	if u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the mail server's address has something behind the host and port")
	}
	if u.Port() != "" {
		if s.port, err = strconv.Atoi(u.Port()); err != nil || s.port < 1 || s.port > 65535 {
			return nil, errors.New("the mail server's port is not a number from 1 to 65535")
		}
	}
	return s, nil
}

// String names the server, without user and password.
func (s *Server) String() string { return net.JoinHostPort(s.host, strconv.Itoa(s.port)) }

// GoString is String, so that no way of printing a server shows its password.
func (s *Server) GoString() string { return s.String() }

// MarshalText is String, as logs in JSON ask for it.
func (s *Server) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Send hands a message to the server. It takes 30 seconds at most, or as long as ctx lets it. Where
// it fails after the message was handed over, and before the server said so, the message may arrive
// all the same.
func (s *Server) Send(ctx context.Context, m Message) error {
	built, err := m.build()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, sendingTime)
	defer cancel()
	if err := s.send(ctx, built); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err() // the connection was closed for that reason
		}
		return fmt.Errorf("send an email by %s: %w", s, err)
	}
	return nil
}

func (s *Server) send(ctx context.Context, built *gomail.Msg) error {
	client, err := gomail.NewClient(s.host, s.options(ctx)...)
	if err != nil {
		return err
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return permanent(err)
	}
	// The library's own way to send reports a failed goodbye as if the message had not been taken; it
	// would then be sent twice.
	defer func() { _ = conn.Close() }()
	if err := client.SendWithSMTPClient(conn, built); err != nil {
		return permanent(err)
	}
	_ = conn.Quit()
	return nil
}

func (s *Server) options(ctx context.Context) []gomail.Option {
	secure := &tls.Config{ServerName: s.host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
	options := []gomail.Option{
		gomail.WithPort(s.port), gomail.WithTLSConfig(secure), gomail.WithTimeout(sendingTime),
		gomail.WithHELO("localhost"),
		gomail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
			return s.dial(ctx, dialing, network, address, secure)
		}),
	}
	if s.ssl {
		options = append(options, gomail.WithSSL())
	} else {
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.user != "" {
		options = append(options, gomail.WithUsername(s.user), gomail.WithPassword(s.Password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlain, gomail.SMTPAuthLogin))
	}
	return options
}

// dial connects, and closes the connection when sending ends: the library heeds a context only until
// it is connected, and leaves a connection open that it could not use.
func (s *Server) dial(sending, dialing context.Context, network, address string, secure *tls.Config) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(dialing, network, address)
	if err != nil {
		return nil, err
	}
	context.AfterFunc(sending, func() { _ = conn.Close() })
	if !s.ssl {
		return conn, nil
	}
	over := tls.Client(conn, secure)
	return over, over.HandshakeContext(dialing)
}

// permanent marks what a server refused with a code from 500 to 599.
func permanent(err error) error {
	var answered *textproto.Error
	var sent *gomail.SendError
	code := 0
	switch {
	case errors.As(err, &answered):
		code = answered.Code
	case errors.As(err, &sent):
		code = sent.ErrorCode()
	}
	if code/100 == 5 {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return err
}
