package practice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"mime/quotedprintable"
	"net/mail"
	"time"
)

// sender is whom the site's emails are from.
var sender = mail.Address{Name: "Practice site", Address: "site@practice.example"}

// writeEmail puts an email into the outbox, where any mail program opens it. The name is the
// callback's, so that one written again after a crash replaces itself.
func (s *Site) writeEmail(c callback) error {
	email, err := completionEmail(c, time.Now())
	if err != nil {
		return err
	}
	return s.writeWhole(s.path(outboxFolder, fmt.Sprintf("job-%d-%d.eml", c.job, c.id)), email)
}

func completionEmail(c callback, at time.Time) ([]byte, error) {
	var told completion
	if err := json.Unmarshal([]byte(c.body), &told); err != nil {
		return nil, fmt.Errorf("read what is to be told: %w", err)
	}
	title := fmt.Sprintf("Job %d", c.job)
	if told.Name != "" {
		title = fmt.Sprintf("%s (job %d)", told.Name, c.job)
	}
	var out bytes.Buffer
	to := mail.Address{Address: c.target}
	for _, line := range [][2]string{
		{"From", sender.String()},
		{"To", to.String()},
		{"Subject", mime.QEncoding.Encode("utf-8", title+" is complete")},
		{"Date", at.Format(time.RFC1123Z)},
		{"Message-ID", fmt.Sprintf("<callback-%d.%d@practice.example>", c.id, at.UnixNano())},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=utf-8"},
		{"Content-Transfer-Encoding", "quoted-printable"},
	} {
		fmt.Fprintf(&out, "%s: %s\r\n", line[0], line[1])
	}
	out.WriteString("\r\n")
	body := quotedprintable.NewWriter(&out)
	fmt.Fprintf(body, "%s is complete.\r\n\r\nPublished: %d\r\nErrored: %d\r\n", title, told.Counts.Done, told.Counts.Errored)
	if len(told.Tracks) > 0 {
		fmt.Fprint(body, "\r\nUpload\tTrack\r\n")
	}
	for _, one := range told.Tracks {
		fmt.Fprintf(body, "%d\t%d\r\n", one.UploadID, one.TrackID)
	}
	err := body.Close() // into memory: it can't fail otherwise
	return out.Bytes(), err
}
