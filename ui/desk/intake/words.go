package intake

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/dustin/go-humanize"

	"pressroom/api"
)

// Every word of the package for a person is made here.

// quoted is a name in quotes, plain and of a bearable length.
func quoted(name string) string {
	const most = 100
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069: // they turn the text around them
			return -1
		}
		return r
	}, name)
	if runes := []rune(plain); len(runes) > most {
		plain = string(runes[:most/2]) + "…" + string(runes[len(runes)-most/2:])
	}
	return "“" + plain + "”"
}

func figure(n int) string { return humanize.Comma(int64(n)) }

// plural writes a number with the word that goes with it.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return figure(n) + " " + many
}

// few lists words, the first three of them.
func few(words []string) string {
	const most = 3
	if rest := len(words) - most; rest > 0 {
		return strings.Join(words[:most], ", ") + " and " + figure(rest) + " more"
	}
	if last := len(words) - 1; last > 0 {
		return strings.Join(words[:last], ", ") + " and " + words[last]
	}
	return strings.Join(words, "")
}

// where says which candidate of the batch is meant.
func where(c Candidate) string {
	if c.Row > 0 {
		return "row " + figure(c.Row)
	}
	return quoted(c.file())
}

// uploads names uploads of the queue.
func uploads(ids []int64) string {
	words := make([]string, len(ids))
	for n, id := range ids {
		words[n] = fmt.Sprint(id)
	}
	if len(words) == 1 {
		return "upload " + words[0]
	}
	return "uploads " + few(words)
}

func upper(f api.Format) string { return strings.ToUpper(string(f)) }

func sayNoSource() string {
	return "There is neither an address nor a file. Name one, or leave this out."
}

func sayBadAddress() string {
	return "The address cannot be read. Write it as a browser shows it, from https:// on."
}

func sayNoAudioEnding(name string) string {
	return quoted(name) + " is no mp3, wav or aiff file by its ending. Choose another file, or leave it out."
}

func sayAif(name string) string { return quoted(name) + " counts as AIFF. Nothing is to be done." }

func saySourceTwice(first Candidate) string {
	return fmt.Sprintf("The same source is in %s already. Leave it out here.", where(first))
}

func sayNameTwice(c, first Candidate) string {
	by := "the file of " + where(first)
	if first.Row == 0 {
		by = "an earlier file of that name"
	}
	return fmt.Sprintf("%s and %s would replace each other on the site. Rename one, or leave it out.", quoted(c.file()), by)
}

func sayInQueue(name string, ids []int64) string {
	return fmt.Sprintf("%s is in the queue already (%s), and one would replace the other. Rename it, or leave it out.", quoted(name), uploads(ids))
}

func sayOneOfSeveral(c, first Candidate) string {
	return fmt.Sprintf("%s and %s become one track with several formats. Rename one if they are two tracks.", quoted(c.file()), where(first))
}

func sayJoinsUpload(name string, ids []int64) string {
	return fmt.Sprintf("%s becomes a further format of %s in the queue. Rename it if it is another track.", quoted(name), uploads(ids))
}

func sayFieldsMissing(fields []string, given bool) string {
	verb := "is"
	if len(fields) > 1 {
		verb = "are"
	}
	if given {
		return fmt.Sprintf("%s %s missing. Fill in what this site requires.", few(fields), verb)
	}
	return fmt.Sprintf("%s %s missing in the file's own tags. Add metadata, by a manifest or once it is in the queue.", few(fields), verb)
}

func sayBlankErases(fields []string, known bool) string {
	may := "would erase"
	if !known {
		may = "may erase"
	}
	return fmt.Sprintf("Sent blank, %s %s what stands on the site. Leave the column out to keep it.", few(fields), may)
}

func sayFileGone(name string) string {
	return quoted(name) + " is not there any more. Put it back, or leave it out."
}

func sayFileClosed(name string) string {
	return quoted(name) + " cannot be read. Check that it is a file that you may open."
}

func sayEmptyFile(name string) string { return quoted(name) + " is empty. Make it anew." }

func sayEmptyAddress(name, host string) string {
	return fmt.Sprintf("%s is empty at %s. Put the file there again.", quoted(name), host)
}

// sayNotAudioFile quotes the audio package, which speaks of the file as "it".
func sayNotAudioFile(name, why string) string {
	return fmt.Sprintf("%s cannot be published: %s. Choose another file.", quoted(name), strings.TrimSuffix(why, "."))
}

func sayNotAudio(name, what string) string {
	return fmt.Sprintf("%s is %s, not audio. Give the address of an mp3, wav or aiff file.", quoted(name), what)
}

func sayWrongEnding(name string, says, holds api.Format) string {
	right := strings.TrimSuffix(name, name[strings.LastIndexByte(name, '.'):]) + "." + string(holds)
	return fmt.Sprintf("%s holds %s, not %s. Rename it to %s.", quoted(name), upper(holds), upper(says), quoted(right))
}

func sayUnreachable(host string) string {
	return host + " cannot be reached from here. The site fetches by itself; check the address if it cannot either."
}

func saySlow(host string, waited time.Duration) string {
	return fmt.Sprintf("%s did not answer in %d s. The site fetches by itself; check the address if it cannot either.", host, int(waited.Round(time.Second).Seconds()))
}

func sayHostSilent(host string) string {
	return host + " gave nothing for the addresses before, so it was not asked for this one. Check again later."
}

func sayGone(name, host string, status int) string {
	return fmt.Sprintf("%s is not at %s (%d). Correct the address, or put the file there.", quoted(name), host, status)
}

func sayRefused(name, host string, status int) string {
	words := strings.ToLower(http.StatusText(status))
	if words != "" {
		words = " " + words
	}
	return fmt.Sprintf("%s does not give %s to this machine (%d%s). Make sure that the site can fetch it.", host, quoted(name), status, words)
}

func sayCircle(name string) string {
	return quoted(name) + " leads from one address to the next without end. Give the address of the file itself."
}

func sayDowngrade(name string) string {
	return quoted(name) + " leads from https to http, which was not followed. Give the address of the file itself."
}

func sayOddRedirect(name string) string {
	return quoted(name) + " leads to something that is neither http nor https. Give the address of the file itself."
}

func sayWebPage(name string) string {
	return quoted(name) + " is a web page, not audio. Give the address of the file itself: one that a browser downloads without a sign-in."
}

func sayUnclear(name string) string {
	return quoted(name) + " does not begin as an mp3, wav or aiff file does. Listen to it before you send it."
}

func sayNotChecked(name string) string {
	return quoted(name) + " was not checked, because the check was stopped. Check again before you send it."
}

// kindWords name what findings of a kind are, one and many.
var kindWords = map[Kind][2]string{
	NoSource:      {"row without a source", "rows without a source"},
	BadAddress:    {"address that cannot be read", "addresses that cannot be read"},
	NoAudioEnding: {"name without an audio ending", "names without an audio ending"},
	AifEnding:     {".aif file that counts as AIFF", ".aif files that count as AIFF"},
	SourceTwice:   {"source twice", "sources twice"},
	NameTwice:     {"file name twice", "file names twice"},
	InQueue:       {"file name in the queue already", "file names in the queue already"},
	OneOfSeveral:  {"further format of a track", "further formats of tracks"},
	JoinsUpload:   {"further format of an upload in the queue", "further formats of uploads in the queue"},
	FieldsMissing: {"track without a required field", "tracks without required fields"},
	BlankErases:   {"track with a blank that erases", "tracks with blanks that erase"},
	FileGone:      {"file not there", "files not there"},
	FileClosed:    {"file that cannot be read", "files that cannot be read"},
	Empty:         {"empty file", "empty files"},
	NotAudio:      {"file that is no audio", "files that are no audio"},
	WrongEnding:   {"wrong ending", "wrong endings"},
	Unreachable:   {"address out of this machine's reach", "addresses out of this machine's reach"},
	Gone:          {"address with nothing there", "addresses with nothing there"},
	Refused:       {"address that refused this machine", "addresses that refused this machine"},
	Redirects:     {"address that leads astray", "addresses that lead astray"},
	WebPage:       {"web page", "web pages"},
	Unclear:       {"file of an unclear kind", "files of an unclear kind"},
	NotChecked:    {"track not checked", "tracks not checked"},
}

// summed is one sentence about all findings.
func summed(t Totals) string {
	var parts []string
	for _, s := range []struct {
		severity  Severity
		n         int
		one, many string
	}{{Error, t.Errors, "error", "errors"}, {Warning, t.Warnings, "warning", "warnings"}, {Note, t.Notes, "note", "notes"}} {
		if s.n == 0 {
			continue
		}
		var kinds []string
		for _, kind := range t.of(s.severity) {
			kinds = append(kinds, plural(t.Kinds[kind], kindWords[kind][0], kindWords[kind][1]))
		}
		parts = append(parts, plural(s.n, s.one, s.many)+" ("+strings.Join(kinds, ", ")+")")
	}
	if len(parts) == 0 {
		return "Nothing wrong was found."
	}
	text := strings.Join(parts, "; ") + "."
	if t.Held > 0 {
		text += " Put the errors right, or leave " + plural(t.Held, "track", "tracks") + " out."
	}
	return text
}

type reasonWord struct {
	reason          Reason
	one, many, next string
}

// reasonWords say why one or many things were left out, and what to do where that is not plain.
var reasonWords = []reasonWord{
	{AddressesOnly, "is a file or folder", "are files or folders", "The site takes tracks by address only: put files where it can fetch them and add their addresses."},
	{NotThere, "is not there", "are not there", "Check how it is written."},
	{NoAudioName, "is no mp3, wav or aiff file", "are no mp3, wav or aiff files", ""},
	{Unreadable, "cannot be read", "cannot be read", "Check that you may open it."},
	{NoAddress, "is no address", "are no addresses", "Write addresses from http:// or https:// on."},
}

// Text is a plain sentence about one thing that was left out, with the next step.
func (l LeftOut) Text() string {
	at := slices.IndexFunc(reasonWords, func(w reasonWord) bool { return w.reason == l.Reason })
	words := reasonWords[at]
	return strings.TrimSpace(quoted(shortName(l.Source)) + " " + words.one + ", so it was left out. " + words.next)
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
	for _, words := range reasonWords {
		n := f.Counts[words.reason]
		if n == 0 {
			continue
		}
		all += n
		parts = append(parts, plural(n, words.one, words.many))
		if words.next != "" {
			next = append(next, words.next)
		}
	}
	text := ""
	switch {
	case all == 1:
		text = f.Left[0].Text()
	case all > 1:
		text = strings.TrimSpace(figure(all) + " were left out: " + strings.Join(parts, ", ") + ". " + strings.Join(next, " "))
	}
	if f.Stopped {
		text = strings.TrimSpace(text + " It was stopped before all was found. Add it again for the rest.")
	}
	return text
}
