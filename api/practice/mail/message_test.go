package mail

import (
	"io"
	"mime"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func readLetter(t interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}, email *netmail.Message, want Message,
) {
	t.Helper()
	subject, err := new(mime.WordDecoder).DecodeHeader(email.Header.Get("Subject"))
	if err != nil || strings.Join(strings.Fields(subject), " ") != strings.Join(strings.Fields(want.Subject), " ") {
		t.Errorf("the subject is %q, not %q, %v", subject, want.Subject, err)
	}
	to, err := email.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != want.To {
		t.Errorf("it goes to %v, %v", to, err)
	}
	if date, err := email.Header.Date(); err != nil || !date.Equal(want.Date) {
		t.Errorf("it is of %s, %v", date, err)
	}
	for name, value := range map[string]string{
		"Message-ID": "<" + want.ID + ">", "Auto-Submitted": "auto-generated", "Mime-Version": "1.0", "Cc": "", "Bcc": "",
	} {
		if got := email.Header.Get(name); got != value {
			t.Errorf("%s is %q, not %q", name, got, value)
		}
	}
	kind, values, err := mime.ParseMediaType(email.Header.Get("Content-Type"))
	if err != nil || kind != "text/plain" || !strings.EqualFold(values["charset"], "utf-8") {
		t.Errorf("it is %s %v, %v", kind, values, err)
	}
	text, err := io.ReadAll(quotedprintable.NewReader(email.Body))
	if got := strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n"); err != nil || got != strings.TrimRight(want.Text, "\n") {
		t.Errorf("the text is %q, not %q, %v", got, want.Text, err)
	}
}

func TestAnEmailIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		printable := rapid.StringOf(rapid.RuneFrom(nil, unicode.L, unicode.N, unicode.P, unicode.Zs))
		m := letter()
		// Blanks at the ends and in rows are no part of a header's text.
		m.Subject = strings.Join(strings.Fields(printable.Draw(t, "subject")), " ")
		m.Text = strings.Join(rapid.SliceOf(printable).Draw(t, "lines"), "\n")
		content, err := m.Bytes()
		if err != nil {
			t.Fatalf("%v", err)
		}
		for line := range strings.SplitSeq(string(content), "\r\n") {
			if strings.ContainsAny(line, "\r\n") || len(line) > 998 {
				t.Errorf("the line %q", line)
			}
		}
		wantLetter(t, content, m)
	})
}

func TestNoValueCanAddALineToTheHead(t *testing.T) {
	for _, change := range []func(*Message, string){
		func(m *Message, line string) { m.From = line }, func(m *Message, line string) { m.To = line },
		func(m *Message, line string) { m.Subject = line }, func(m *Message, line string) { m.ID = line },
	} {
		for _, bad := range []string{"a@host.example\r\nBcc: b@host.example", "a\nb", "a\x00", "a\rb"} {
			m := letter()
			change(&m, bad)
			if content, err := m.Bytes(); err == nil {
				t.Errorf("%q gave %s", bad, content)
			}
		}
	}
	m := letter()
	m.To = "nobody"
	if _, err := m.Bytes(); err == nil {
		t.Error("nobody was written to")
	}
}
