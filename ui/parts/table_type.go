package parts

import (
	"strings"
	"time"
	"unicode/utf8"
)

// typingPause is after how long a letter begins a new word.
const typingPause = time.Second

// typing is what a person has typed to get to a row, and when.
type typing struct {
	word string
	at   time.Time
}

func (w *typing) goesOn(now time.Time) bool {
	return w.word != "" && now.Sub(w.at) < typingPause
}

// add takes a letter and says what to look for and whether the present row
// may be it. The same letter again and again goes from row to row.
func (w *typing) add(r rune, now time.Time) (prefix string, here bool) {
	if !w.goesOn(now) {
		w.word = ""
	}
	w.word, w.at = w.word+string(r), now
	if letter := string(r); strings.Count(w.word, letter)*len(letter) == len(w.word) {
		return letter, false
	}
	return w.word, true
}

// TypedRune implements fyne.Focusable: letters lead to the next row that
// begins with them.
func (t *Table) TypedRune(r rune) {
	n := t.model.Len()
	if n == 0 || len(t.columns.seq) == 0 || (r == ' ' && !t.typed.goesOn(t.now())) {
		return
	}
	prefix, here := t.typed.add(r, t.now())
	from := t.sel.focusRow()
	if !here || from < 0 {
		from = (from + 1) % n
	}
	if row, ok := t.find(t.typedColumn(), prefix, from); ok {
		t.moveTo(row, false, false)
	}
}

// typedColumn is the column that orders the rows, or else the first.
func (t *Table) typedColumn() int {
	if i := t.columns.index(t.sort.column); i >= 0 && !t.columns.hidden[i] {
		return i
	}
	return t.columns.seq[0]
}

// find looks from a row on, and then from the top, for one that begins with
// the prefix. Looking through 100,000 cells takes some milliseconds.
func (t *Table) find(column int, prefix string, from int) (row int, ok bool) {
	n := t.model.Len()
	for i := range n {
		if row := (from + i) % n; beginsWith(t.model.Cell(row, column).Text, prefix) {
			return row, true
		}
	}
	return 0, false
}

// beginsWith compares without regard to case.
func beginsWith(text, prefix string) bool {
	end := 0
	for range prefix {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return strings.EqualFold(text[:end], prefix)
}
