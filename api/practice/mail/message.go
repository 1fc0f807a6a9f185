// Package mail makes the emails of a practice site and hands them to a mail
// server. It sends nothing without TLS and a certificate that it could verify.
package mail

import (
	"bytes"
	"errors"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"

	gomail "github.com/wneessen/go-mail"
)

// Message is an email of plain text.
type Message struct {
	From, To string // an address, or "Name <address>"
	Subject  string // one line
	Text     string // lines end with \n
	ID       string // the Message-ID without brackets; the same at every try, so that one sent twice is recognised
	Date     time.Time
}

// Bytes is the message as an .eml file, which mail programs open. A value that would be more than one
// line of the header is an error.
func (m Message) Bytes() ([]byte, error) {
	built, err := m.build()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if _, err := built.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("write an email: %w", err)
	}
	return out.Bytes(), nil
}

func (m Message) build() (*gomail.Msg, error) {
	for _, line := range []string{m.From, m.To, m.Subject, m.ID} {
		if strings.ContainsFunc(line, unicode.IsControl) {
			return nil, errors.New("write an email: a line of its head has a control character")
		}
	}
	from, err := netmail.ParseAddress(m.From)
	if err != nil {
		return nil, fmt.Errorf("write an email: the sender is no address: %w", err)
	}
	to, err := netmail.ParseAddress(m.To)
	if err != nil {
		return nil, fmt.Errorf("write an email: the receiver is no address: %w", err)
	}
	built := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	built.FromMailAddress(from)
	built.ToMailAddress(to)
	built.Subject(m.Subject)
	built.SetMessageIDWithValue(m.ID)
	built.SetDateWithValue(m.Date)
	built.SetGenHeader("Auto-Submitted", "auto-generated")
	// Alone, a \n ends no line of an email.
	text := strings.ReplaceAll(strings.ReplaceAll(m.Text, "\r\n", "\n"), "\n", "\r\n")
	built.SetBodyString(gomail.TypeTextPlain, text)
	return built, nil
}
