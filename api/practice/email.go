package practice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"pressroom/api/practice/mail"
)

// sender is whom the site's emails are from.
const sender = "Practice site <site@practice.example>"

// sendEmail sends what is to be told to a mail server, where the site has one, and otherwise puts it
// into the outbox. What a server refuses for good, or at the last try, is put there, too: it is not
// lost.
func (s *Site) sendEmail(ctx context.Context, c callback) error {
	email, err := completionEmail(c)
	if err != nil {
		return err
	}
	if s.mail == nil {
		return s.writeEmail(c, email)
	}
	limited, cancel := context.WithTimeout(ctx, s.tuning.callbackWait)
	defer cancel()
	err = s.mail.Send(limited, email)
	last := c.tries >= len(s.tuning.callbackPauses)
	if err == nil || ctx.Err() != nil || !errors.Is(err, mail.ErrRefused) && !last {
		return err
	}
	s.log.Warn("an email was not taken: it is in the outbox", "job", c.job, "error", err)
	return s.writeEmail(c, email)
}

// writeEmail puts an email into the outbox, where any mail program opens it. The name is the
// callback's, so that one written again after a crash replaces itself.
func (s *Site) writeEmail(c callback, email mail.Message) error {
	content, err := email.Bytes()
	if err != nil {
		return err
	}
	return s.writeWhole(s.path(outboxFolder, fmt.Sprintf("job-%d-%d.eml", c.job, c.id)), content)
}

func completionEmail(c callback) (mail.Message, error) {
	var told completion
	if err := json.Unmarshal([]byte(c.body), &told); err != nil {
		return mail.Message{}, fmt.Errorf("read what is to be told: %w", err)
	}
	title := fmt.Sprintf("Job %d", c.job)
	if told.Name != "" {
		title = fmt.Sprintf("%s (job %d)", told.Name, c.job)
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s is complete.\n\nPublished: %d\nErrored: %d\n", title, told.Counts.Done, told.Counts.Errored)
	if len(told.Tracks) > 0 {
		text.WriteString("\nUpload\tTrack\n")
	}
	for _, one := range told.Tracks {
		fmt.Fprintf(&text, "%d\t%d\n", one.UploadID, one.TrackID)
	}
	return mail.Message{
		From: sender, To: c.target, Subject: title + " is complete", Text: text.String(),
		// The same at every try: whoever gets it twice can tell.
		ID:   fmt.Sprintf("callback-%d.%d@practice.example", c.id, c.created),
		Date: time.UnixMilli(c.created),
	}, nil
}
