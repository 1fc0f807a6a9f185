package desk

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// taken is one entry of a naive pile: what each upload that was tried would get back.
type taken struct {
	op     string // "setFormats" or "setMetadata"
	back   map[int64]string
	failed []int64
}

// states is the naive model of undo and redo: what every upload has, and two piles.
type states struct {
	has        map[string]map[int64]string // by call, by upload
	undo, redo []taken
	refused    map[int64]bool
}

// set gives uploads other values, as far as they are not refused, and returns how to take that back. What
// is doubted is sent even where it seems needless: it failed before, and may have happened unseen.
func (m *states) set(op string, values map[int64]string, doubted ...int64) taken {
	t := taken{op: op, back: map[int64]string{}}
	for id, value := range values {
		was := m.has[op][id]
		if was == value && !slices.Contains(doubted, id) {
			continue
		}
		t.back[id] = was
		if m.refused[id] {
			t.failed = append(t.failed, id)
		} else {
			m.has[op][id] = value
		}
	}
	return t
}

func (t taken) did() bool { return len(t.back) > len(t.failed) }

func (m *states) change(op, value string, ids []int64) {
	values := map[int64]string{}
	for _, id := range ids {
		values[id] = value
	}
	if t := m.set(op, values); t.did() {
		m.undo, m.redo = append(m.undo, t), nil
	}
}

// takeBack moves the last of one pile to the other: not if nothing of it can be taken back.
func (m *states) takeBack(from, to *[]taken) {
	n := len(*from)
	if n == 0 {
		return
	}
	last := (*from)[n-1]
	t := m.set(last.op, last.back, last.failed...)
	if !t.did() && len(t.failed) > 0 {
		return
	}
	if *from = (*from)[:n-1]; t.did() {
		*to = append(*to, t)
	}
}

// differs says where the site is not as the model has it.
func (m *states) differs(o *office) string {
	o.site.mu.Lock()
	defer o.site.mu.Unlock()
	for _, u := range o.site.uploads {
		if got, want := api.JoinFormats(u.Formats), m.has["setFormats"][u.UploadID]; got != want {
			return fmt.Sprintf("%d has the formats %s, want %s", u.UploadID, got, want)
		}
		if got, want := u.Meta["Album"], m.has["setMetadata"][u.UploadID]; got != want {
			return fmt.Sprintf("%d is of the album %q, want %q", u.UploadID, got, want)
		}
	}
	v := o.view()
	if (v.Work.Undo != "") != (len(m.undo) > 0) || (v.Work.Redo != "") != (len(m.redo) > 0) {
		return fmt.Sprintf("it offers %q and %q, and there are %d and %d", v.Work.Undo, v.Work.Redo, len(m.undo), len(m.redo))
	}
	return ""
}

// turn is one thing that the person or the site does with some of the uploads.
type turn struct {
	what, value string
	some        []int
}

func (t turn) String() string { return fmt.Sprint(t.what, " ", t.value, t.some) }

// turns draws what happens: fewer intents than a desk remembers.
func turns(r *rapid.T) []turn {
	return rapid.SliceOfN(rapid.Custom(func(r *rapid.T) turn {
		t := turn{
			what: rapid.SampledFrom([]string{"formats", "album", "undo", "undo", "redo", "redo", "refuse", "refuse", "well", "restart"}).Draw(r, "what"),
			some: rapid.SliceOfNDistinct(rapid.IntRange(0, 3), 1, 4, rapid.ID).Draw(r, "some"),
		}
		switch t.what {
		case "formats":
			t.value = rapid.SampledFrom([]string{"mp3", "wav", "mp3,aiff"}).Draw(r, "formats")
		case "album":
			t.value = rapid.SampledFrom([]string{"", "Deep Cuts", "Tides"}).Draw(r, "album")
		}
		return t
	}), 4, ledger.KeptIntents-6).Draw(r, "turns")
}

// take has the desk and the model do the same.
func (m *states) take(o *office, t turn) {
	ids := make([]int64, len(t.some))
	for n, at := range t.some {
		ids[n] = int64(1001 + at)
	}
	switch t.what {
	case "formats":
		o.choose(t.some...)
		o.desk.ApplyFormats(t.value)
		m.change("setFormats", t.value, ids)
	case "album":
		o.choose(t.some...)
		o.desk.SetMetadata(map[string]string{"Album": t.value})
		m.change("setMetadata", t.value, ids)
	case "undo":
		o.desk.Undo()
		m.takeBack(&m.undo, &m.redo)
	case "redo":
		o.desk.Redo()
		m.takeBack(&m.redo, &m.undo)
	case "refuse":
		for _, id := range ids {
			m.refused[id] = true
		}
	case "well":
		clear(m.refused)
	case "restart":
		o.restart()
	}
	o.after(time.Second)
}

func TestAfterAnyChangesUndosAndRedosTheSiteHasWhatAPlainModelHas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		all := turns(r)
		var bad string
		dir := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			o := &office{t: t, site: newFakeSite(4), path: filepath.Join(dir, "ledger.db"), notifier: &fakeNotifier{}, keys: &fakeKeys{keys: map[string]string{}}}
			o.open()
			defer func() { o.close() }()
			o.desk.Connect("Northlight Music", siteAddress, "secret")
			o.settle()
			m := &states{has: map[string]map[int64]string{"setFormats": {}, "setMetadata": {}}, refused: map[int64]bool{}}
			for _, u := range o.site.uploads {
				m.has["setFormats"][u.UploadID] = "mp3"
			}
			o.site.on(func(c call) (error, bool) {
				if (c.op == "setFormats" || c.op == "setMetadata") && m.refused[c.upload] {
					return &api.Error{Op: c.op, Kind: api.Refused, Message: "Not now.", Sent: true}, false
				}
				return nil, true
			})
			for n, one := range all {
				m.take(o, one)
				if bad = m.differs(o); bad != "" {
					bad = fmt.Sprint(bad, " after ", all[:n+1])
					return
				}
			}
		})
		if bad != "" {
			r.Fatal(bad)
		}
	})
}
