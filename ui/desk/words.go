package desk

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dustin/go-humanize"

	"pressroom/api"
)

// figure writes a number with separators.
func figure(n int) string { return humanize.Comma(int64(n)) }

// plural writes a number with the word that goes with it.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return figure(n) + " " + many
}

// clock writes a time as a clock reads it today, and as a date on other days.
func clock(t, now time.Time) string {
	day := func(t time.Time) time.Time { y, m, d := t.Date(); return time.Date(y, m, d, 0, 0, 0, 0, t.Location()) }
	switch today := day(now); {
	case !t.Before(today) && t.Before(today.AddDate(0, 0, 1)):
		return t.Format("15:04")
	case t.Before(today) && !t.Before(today.AddDate(0, 0, -1)):
		return "yesterday " + t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 January 15:04")
	}
	return t.Format("2 January 2006")
}

// span writes a length of time as people say it.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", max(1, int(d.Round(time.Second).Seconds())))
	case d < time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}

// sentence says in plain words what went wrong with a site and what to do next. It decides on kinds;
// the site's own words are quoted, never interpreted.
func sentence(err error, site string) string {
	var failure *api.Error
	if !errors.As(err, &failure) {
		return fmt.Sprintf("This machine stood in the way: %s. Try again; the log says more.", err)
	}
	said := saidBy(failure)
	switch failure.Kind {
	case api.BadRequest:
		return asSentence(failure.Message, failure.Err)
	case api.Unreachable, api.Cancelled:
		return fmt.Sprintf("%s cannot be reached. Check the address and the network.", site)
	case api.KeyRefused:
		return fmt.Sprintf("%s refused the key.%s Nothing is sent until it has a good one: enter it under Sites.", site, said)
	case api.Refused:
		return fmt.Sprintf("%s refused this.%s Put that right, then try again.", site, said)
	case api.NotFound:
		return fmt.Sprintf("%s does not know what was asked for.%s Refresh to see what is there.", site, said)
	case api.Busy:
		return fmt.Sprintf("%s is busy.%s Pressroom tries again by itself.", site, said)
	case api.SiteFault:
		return fmt.Sprintf("%s has a fault of its own (%d).%s If it stays so, tell whoever runs the site.", site, failure.Status, said)
	case api.NoAnswer:
		return fmt.Sprintf("%s did not answer in time. Check the network, or wait a little.", site)
	case api.Redirected:
		return fmt.Sprintf("%s sends Pressroom to another address, and the key must not follow. Connect it by its own address.", site)
	}
	return fmt.Sprintf("%s answered with something that is no answer of an import API. Check the address.", site)
}

// trialSentence is a sentence about a site that is being connected: the person has the address and
// the key at hand.
func trialSentence(err error, site string) string {
	var failure *api.Error
	if errors.As(err, &failure) && failure.Kind == api.KeyRefused {
		return fmt.Sprintf("%s refused the key.%s Check it, or make a new one in the site's admin pages.", site, saidBy(failure))
	}
	return sentence(err, site)
}

// saidBy quotes the site's own words, up to a length: whole, they are in the log.
func saidBy(failure *api.Error) string {
	const most = 200
	words := failure.Message
	if runes := []rune(words); len(runes) > most {
		words = string(runes[:most-1]) + "…"
	}
	if words == "" {
		return ""
	}
	return fmt.Sprintf(" It says: “%s”", words)
}

// asSentence makes the words of a bad request a sentence.
func asSentence(message string, cause error) string {
	if message == "" && cause != nil {
		message = cause.Error()
	}
	if message == "" {
		return "Something in this is not as it should be. Look it over."
	}
	first, size := utf8.DecodeRuneInString(message)
	message = string(unicode.ToUpper(first)) + message[size:]
	if !strings.ContainsAny(message[len(message)-1:], ".!?") {
		message += "."
	}
	return message
}
