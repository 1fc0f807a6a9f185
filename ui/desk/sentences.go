package desk

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// sentence says in plain words what went wrong with a site and what to do next. It decides on kinds;
// the site's own words are quoted, never interpreted.
func sentence(err error, site string) string {
	var failure *api.Error
	if !errors.As(err, &failure) {
		return words.T("This machine stood in the way: %s. Try again; the log says more.", err)
	}
	said := saidBy(failure)
	switch failure.Kind {
	case api.BadRequest:
		return asSentence(failure.Message, failure.Err)
	case api.Unreachable, api.Cancelled:
		return words.T("%s cannot be reached. Check the address and the network.", site)
	case api.KeyRefused:
		return words.T("%s refused the key.%s Nothing is sent until it has a good one: enter it under Sites.", site, said)
	case api.Refused:
		return words.T("%s refused this.%s Put that right, then try again.", site, said)
	case api.NotFound:
		return words.T("%s does not know what was asked for.%s Refresh to see what is there.", site, said)
	case api.Busy:
		return words.T("%s is busy.%s Pressroom tries again by itself.", site, said)
	case api.SiteFault:
		return words.T("%s has a fault of its own (%d).%s If it stays so, tell whoever runs the site.", site, failure.Status, said)
	case api.NoAnswer:
		return words.T("%s did not answer in time. Check the network, or wait a little.", site)
	case api.Redirected:
		return words.T("%s sends Pressroom to another address, and the key must not follow. Connect it by its own address.", site)
	}
	return words.T("%s answered with something that is no answer of an import API. Check the address.", site)
}

// trialSentence is a sentence about a site that is being connected: the person has the address and
// the key at hand.
func trialSentence(err error, site string) string {
	var failure *api.Error
	if errors.As(err, &failure) && failure.Kind == api.KeyRefused {
		return words.T("%s refused the key.%s Check it, or make a new one in the site's admin pages.", site, saidBy(failure))
	}
	return sentence(err, site)
}

// saidBy quotes the site's own words, up to a length: whole, they are in the log.
func saidBy(failure *api.Error) string {
	const most = 200
	quoted := failure.Message
	if runes := []rune(quoted); len(runes) > most {
		quoted = string(runes[:most-1]) + "…"
	}
	if quoted == "" {
		return ""
	}
	return " " + words.T("It says: “%s”", quoted)
}

// asSentence makes the words of a bad request a sentence.
func asSentence(message string, cause error) string {
	if message == "" && cause != nil {
		message = cause.Error()
	}
	if message == "" {
		return words.T("Something in this is not as it should be. Look it over.")
	}
	first, size := utf8.DecodeRuneInString(message)
	message = string(unicode.ToUpper(first)) + message[size:]
	if !strings.ContainsAny(message[len(message)-1:], ".!?") {
		message += "."
	}
	return message
}
