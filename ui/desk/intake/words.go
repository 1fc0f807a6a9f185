package intake

import (
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// Every word of the package for a person about one candidate is made here; those about many stand in
// sums.go.

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
	return words.T("“%s”", plain)
}

// few lists names, the first three of them.
func few(names []string) string {
	const most = 3
	if rest := len(names) - most; rest > 0 {
		return words.N(rest, "%[2]s and %[1]d more", "%[2]s and %[1]d more", strings.Join(names[:most], ", "))
	}
	if last := len(names) - 1; last > 0 {
		return words.T("%s and %s", strings.Join(names[:last], ", "), names[last])
	}
	return strings.Join(names, "")
}

// numbers lists uploads by their numbers; those that have none yet are left out.
func numbers(ids []int64) string {
	var texts []string
	for _, id := range ids {
		if id > 0 {
			texts = append(texts, strconv.FormatInt(id, 10))
		}
	}
	return few(texts)
}

func upper(f api.Format) string { return strings.ToUpper(string(f)) }

func sayNoSource() string {
	return words.T("There is neither an address nor a file. Name one, or leave this out.")
}

func sayBadAddress() string {
	return words.T("The address cannot be read. Write it as a browser shows it, from https:// on.")
}

func sayNoAudioEnding(name string) string {
	return words.T("%s is no mp3, wav or aiff file by its ending. Choose another file, or leave it out.", quoted(name))
}

func sayAif(name string) string {
	return words.T("%s counts as AIFF. Nothing is to be done.", quoted(name))
}

func saySourceTwice(first Candidate) string {
	if first.Row > 0 {
		return words.T("The same source is in row %s already. Leave it out here.", words.Figure(first.Row))
	}
	return words.T("The same source is in %s already. Leave it out here.", quoted(first.file()))
}

func sayNameTwice(c, first Candidate) string {
	if first.Row > 0 {
		return words.T("%s and the file of row %s would replace each other on the site. Rename one, or leave it out.",
			quoted(c.file()), words.Figure(first.Row))
	}
	return words.T("%s and an earlier file of that name would replace each other on the site. Rename one, or leave it out.", quoted(c.file()))
}

func sayInQueue(name string, ids []int64) string {
	if numbers(ids) == "" {
		return words.T("%s is in the queue already, and one would replace the other. Rename it, or leave it out.", quoted(name))
	}
	if len(ids) == 1 {
		return words.T("%s is in the queue already (upload %s), and one would replace the other. Rename it, or leave it out.", quoted(name), numbers(ids))
	}
	return words.T("%s is in the queue already (uploads %s), and one would replace the other. Rename it, or leave it out.", quoted(name), numbers(ids))
}

func sayOneOfSeveral(c, first Candidate) string {
	if first.Row > 0 {
		return words.T("%s and row %s become one track with several formats. Rename one if they are two tracks.",
			quoted(c.file()), words.Figure(first.Row))
	}
	return words.T("%s and %s become one track with several formats. Rename one if they are two tracks.", quoted(c.file()), quoted(first.file()))
}

func sayJoinsUpload(name string, ids []int64) string {
	if numbers(ids) == "" {
		return words.T("%s becomes a further format of a track in the queue. Rename it if it is another track.", quoted(name))
	}
	if len(ids) == 1 {
		return words.T("%s becomes a further format of upload %s in the queue. Rename it if it is another track.", quoted(name), numbers(ids))
	}
	return words.T("%s becomes a further format of uploads %s in the queue. Rename it if it is another track.", quoted(name), numbers(ids))
}

func sayFieldsMissing(fields []string, given bool) string {
	switch one := len(fields) == 1; {
	case given && one:
		return words.T("%s is missing. Fill in what this site requires.", few(fields))
	case given:
		return words.T("%s are missing. Fill in what this site requires.", few(fields))
	case one:
		return words.T("%s is missing in the file's own tags. Add metadata, by a manifest or once it is in the queue.", few(fields))
	}
	return words.T("%s are missing in the file's own tags. Add metadata, by a manifest or once it is in the queue.", few(fields))
}

func sayBlankErases(fields []string, known bool) string {
	if known {
		return words.T("Sent blank, %s would erase what stands on the site. Leave the column out to keep it.", few(fields))
	}
	return words.T("Sent blank, %s may erase what stands on the site. Leave the column out to keep it.", few(fields))
}

func sayFileGone(name string) string {
	return words.T("%s is not there any more. Put it back, or leave it out.", quoted(name))
}

func sayFileClosed(name string) string {
	return words.T("%s cannot be read. Check that it is a file that you may open.", quoted(name))
}

func sayEmptyFile(name string) string { return words.T("%s is empty. Make it anew.", quoted(name)) }

func sayEmptyAddress(name, host string) string {
	return words.T("%s is empty at %s. Put the file there again.", quoted(name), host)
}

// sayNotAudioFile quotes the audio package, which speaks of the file as "it".
func sayNotAudioFile(name, why string) string {
	return words.T("%s cannot be published: %s. Choose another file.", quoted(name), strings.TrimSuffix(why, "."))
}

func sayNotAudio(name string, what words.Sentence) string {
	return words.T("%s is %s, not audio. Give the address of an mp3, wav or aiff file.", quoted(name), what)
}

func sayWrongEnding(name string, says, holds api.Format) string {
	right := strings.TrimSuffix(name, name[strings.LastIndexByte(name, '.'):]) + "." + string(holds)
	return words.T("%s holds %s, not %s. Rename it to %s.", quoted(name), upper(holds), upper(says), quoted(right))
}

func sayUnreachable(host string) string {
	return words.T("%s cannot be reached from here. The site fetches by itself; check the address if it cannot either.", host)
}

func saySlow(host string, waited time.Duration) string {
	return words.T("%s did not answer in %d s. The site fetches by itself; check the address if it cannot either.",
		host, int(waited.Round(time.Second).Seconds()))
}

func sayHostSilent(host string) string {
	return words.T("%s gave nothing for the addresses before, so it was not asked for this one. Check again later.", host)
}

func sayGone(name, host string, status int) string {
	return words.T("%s is not at %s (%d). Correct the address, or put the file there.", quoted(name), host, status)
}

func sayRefused(name, host string, status int) string {
	said := strings.TrimSpace(strconv.Itoa(status) + " " + strings.ToLower(http.StatusText(status)))
	return words.T("%s does not give %s to this machine (%s). Make sure that the site can fetch it.", host, quoted(name), said)
}

func sayCircle(name string) string {
	return words.T("%s leads from one address to the next without end. Give the address of the file itself.", quoted(name))
}

func sayDowngrade(name string) string {
	return words.T("%s leads from https to http, which was not followed. Give the address of the file itself.", quoted(name))
}

func sayOddRedirect(name string) string {
	return words.T("%s leads to something that is neither http nor https. Give the address of the file itself.", quoted(name))
}

func sayWebPage(name string) string {
	return words.T("%s is a web page, not audio. Give the address of the file itself: one that a browser downloads without a sign-in.", quoted(name))
}

func sayUnclear(name string) string {
	return words.T("%s does not begin as an mp3, wav or aiff file does. Listen to it before you send it.", quoted(name))
}

func sayNotChecked(name string) string {
	return words.T("%s was not checked, because the check was stopped. Check again before you send it.", quoted(name))
}
