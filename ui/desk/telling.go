package desk

import (
	"encoding/json"
	"time"

	"pressroom/ui/desk/words"
)

// Telling is when the desktop says that jobs ended. The window says it at all times.
type Telling struct {
	Off bool
	// Quiet has the desktop say nothing from one time of the day to another, which may be past midnight: as
	// long after midnight, by the clock on the wall, from 0 to less than 24 hours.
	Quiet    bool
	From, To time.Duration
}

// TellingView is when the desktop says that jobs ended, and what keeps it from doing so.
type TellingView struct {
	Telling
	Problem string // one plain sentence, or empty
}

// firstTelling is what stands until the person settles something else.
var firstTelling = Telling{From: 22 * time.Hour, To: 7 * time.Hour}

// silent tells whether the desktop says nothing at a moment.
func (t Telling) silent(now time.Time) bool {
	at := time.Duration(now.Hour())*time.Hour + time.Duration(now.Minute())*time.Minute
	switch {
	case t.Off:
		return true
	case !t.Quiet:
		return false
	case t.From <= t.To:
		return t.From <= at && at < t.To
	}
	return at >= t.From || at < t.To
}

// Tell settles when the desktop says that jobs ended.
func (d *Desk) Tell(t Telling) {
	d.post(func() {
		if content, err := json.Marshal(t); err == nil { // which it always can
			d.settle("", settingTelling, string(content))
		}
	})
}

func (d *Desk) telling() Telling {
	t := firstTelling
	if kept := d.setting("", settingTelling); kept != "" && json.Unmarshal([]byte(kept), &t) != nil {
		d.Log.Warn("a setting cannot be read", "name", settingTelling)
		return firstTelling
	}
	return t
}

func (d *Desk) tellingView() TellingView {
	v := TellingView{Telling: d.telling()}
	if d.mute && !v.Off {
		v.Problem = words.T("The desktop did not show the last notification. The window says that jobs ended; the desktop is asked again with the next.")
	}
	return v
}
