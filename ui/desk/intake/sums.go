package intake

import (
	"strings"

	"pressroom/ui/desk/words"
)

// kindWords say how many findings of a kind there are.
var kindWords = map[Kind]func(n int) string{
	NoSource: func(n int) string { return words.N(n, "%d row without a source", "%d rows without a source") },
	BadAddress: func(n int) string {
		return words.N(n, "%d address that cannot be read", "%d addresses that cannot be read")
	},
	NoAudioEnding: func(n int) string {
		return words.N(n, "%d name without an audio ending", "%d names without an audio ending")
	},
	AifEnding: func(n int) string {
		return words.N(n, "%d .aif file that counts as AIFF", "%d .aif files that count as AIFF")
	},
	SourceTwice: func(n int) string { return words.N(n, "%d source twice", "%d sources twice") },
	NameTwice:   func(n int) string { return words.N(n, "%d file name twice", "%d file names twice") },
	InQueue: func(n int) string {
		return words.N(n, "%d file name in the queue already", "%d file names in the queue already")
	},
	OneOfSeveral: func(n int) string { return words.N(n, "%d further format of a track", "%d further formats of tracks") },
	JoinsUpload: func(n int) string {
		return words.N(n, "%d further format of an upload in the queue", "%d further formats of uploads in the queue")
	},
	FieldsMissing: func(n int) string {
		return words.N(n, "%d track without a required field", "%d tracks without required fields")
	},
	BlankErases: func(n int) string {
		return words.N(n, "%d track with a blank that erases", "%d tracks with blanks that erase")
	},
	FileGone:   func(n int) string { return words.N(n, "%d file not there", "%d files not there") },
	FileClosed: func(n int) string { return words.N(n, "%d file that cannot be read", "%d files that cannot be read") },
	Empty:      func(n int) string { return words.N(n, "%d empty file", "%d empty files") },
	NotAudio:   func(n int) string { return words.N(n, "%d file that is no audio", "%d files that are no audio") },
	WrongEnding: func(n int) string {
		return words.N(n, "%d wrong ending", "%d wrong endings")
	},
	Unreachable: func(n int) string {
		return words.N(n, "%d address out of this machine's reach", "%d addresses out of this machine's reach")
	},
	Gone: func(n int) string {
		return words.N(n, "%d address with nothing there", "%d addresses with nothing there")
	},
	Refused: func(n int) string {
		return words.N(n, "%d address that refused this machine", "%d addresses that refused this machine")
	},
	Redirects:  func(n int) string { return words.N(n, "%d address that leads astray", "%d addresses that lead astray") },
	WebPage:    func(n int) string { return words.N(n, "%d web page", "%d web pages") },
	Unclear:    func(n int) string { return words.N(n, "%d file of an unclear kind", "%d files of an unclear kind") },
	NotChecked: func(n int) string { return words.N(n, "%d track not checked", "%d tracks not checked") },
}

// Words say how many findings of the kind there are: "3 web pages".
func (k Kind) Words(n int) string { return kindWords[k](n) }

// summed is one sentence about all findings.
func summed(t Totals) string {
	var parts []string
	add := func(severity Severity, n int, said func(kinds string) string) {
		if n == 0 {
			return
		}
		var kinds []string
		for _, kind := range t.of(severity) {
			kinds = append(kinds, kind.Words(t.Kinds[kind]))
		}
		parts = append(parts, said(strings.Join(kinds, ", ")))
	}
	add(Error, t.Errors, func(kinds string) string { return words.N(t.Errors, "%d error (%s)", "%d errors (%s)", kinds) })
	add(Warning, t.Warnings, func(kinds string) string { return words.N(t.Warnings, "%d warning (%s)", "%d warnings (%s)", kinds) })
	add(Note, t.Notes, func(kinds string) string { return words.N(t.Notes, "%d note (%s)", "%d notes (%s)", kinds) })
	if len(parts) == 0 {
		return words.T("Nothing wrong was found.")
	}
	text := strings.Join(parts, "; ") + "."
	if t.Held > 0 {
		text += " " + words.N(t.Held, "Put the errors right, or leave %d track out.", "Put the errors right, or leave %d tracks out.")
	}
	return text
}

type reasonWord struct {
	reason Reason
	one    func(name string) string // about one thing, with what to do where that is not plain
	many   func(n int) string
	next   words.Sentence // what to do about many
}

// reasonWords say why one or many things were left out.
var reasonWords = []reasonWord{
	{
		AddressesOnly, func(name string) string {
			return words.T("%s is a file or folder, so it was left out. The site takes tracks by address only: put files where it can fetch them and add their addresses.", name)
		}, func(n int) string { return words.N(n, "%d is a file or folder", "%d are files or folders") },
		words.Later("The site takes tracks by address only: put files where it can fetch them and add their addresses."),
	},
	{NotThere, func(name string) string {
		return words.T("%s is not there, so it was left out. Check how it is written.", name)
	}, func(n int) string { return words.N(n, "%d is not there", "%d are not there") }, words.Later("Check how it is written.")},
	{NoAudioName, func(name string) string {
		return words.T("%s is no mp3, wav or aiff file, so it was left out.", name)
	}, func(n int) string {
		return words.N(n, "%d is no mp3, wav or aiff file", "%d are no mp3, wav or aiff files")
	}, words.Sentence{}},
	{Unreadable, func(name string) string {
		return words.T("%s cannot be read, so it was left out. Check that you may open it.", name)
	}, func(n int) string { return words.N(n, "%d cannot be read", "%d cannot be read") }, words.Later("Check that you may open it.")},
	{NoAddress, func(name string) string {
		return words.T("%s is no address, so it was left out. Write addresses from http:// or https:// on.", name)
	}, func(n int) string { return words.N(n, "%d is no address", "%d are no addresses") }, words.Later("Write addresses from http:// or https:// on.")},
}

// Text is a plain sentence about one thing that was left out, with the next step.
func (l LeftOut) Text() string {
	for _, said := range reasonWords {
		if said.reason == l.Reason {
			return said.one(quoted(shortName(l.Source)))
		}
	}
	panic("there are no words for " + l.Reason)
}

// shortName is the last part of a path, and an address as it stands.
func shortName(source string) string {
	if strings.Contains(source, "://") {
		return source
	}
	return FileName(source)
}

// Summary is one sentence about all that was left out, and empty where nothing was.
func (f Found) Summary() string {
	var parts, next []string
	all := 0
	for _, said := range reasonWords {
		n := f.Counts[said.reason]
		if n == 0 {
			continue
		}
		all += n
		parts = append(parts, said.many(n))
		if said.next != (words.Sentence{}) {
			next = append(next, said.next.String())
		}
	}
	text := ""
	switch {
	case all == 1:
		text = f.Left[0].Text()
	case all > 1:
		text = words.N(all, "%d was left out: %s.", "%d were left out: %s.", strings.Join(parts, ", "))
		text = strings.TrimSpace(text + " " + strings.Join(next, " "))
	}
	if f.Stopped {
		text = strings.TrimSpace(text + " " + words.T("It was stopped before all was found. Add it again for the rest."))
	}
	return text
}
