package parts

import (
	"time"

	"fyne.io/fyne/v2"
)

// How fast a list goes on by itself under a drag that rests beyond its edge:
// some rows a second, and one more for each few points further out.
const (
	rollLeast float32 = 10
	rollMost  float32 = 200
	rollPer   float32 = 2 // points beyond the edge
)

// rolling scrolls on while a drag rests above or beneath the rows in view. It
// runs only then, in the window's own frames.
type rolling struct {
	beyond float32 // how far beneath the view the pointer is; negative above it
	run    *fyne.Animation
	at     time.Time
	rows   float32 // rolled since the last whole row
}

// follow begins or ends rolling by where the pointer is in the view.
func (r *rolling) follow(b *tableBody, y float32) {
	r.beyond = min(y, 0) + max(0, y-b.t.viewHeight())
	switch {
	case r.beyond == 0:
		r.stop()
	case r.run == nil:
		r.at, r.rows = b.t.now(), 0
		r.run = fyne.NewAnimation(time.Second, func(float32) { r.tick(b) })
		r.run.RepeatCount = fyne.AnimationRepeatForever
		r.run.Start()
	}
}

func (r *rolling) stop() {
	if r.run != nil {
		r.run.Stop()
		r.run, r.beyond = nil, 0
	}
}

// tick takes the range on by as many rows as the time since is worth.
func (r *rolling) tick(b *tableBody) {
	if r.beyond == 0 {
		return // stopped within this frame
	}
	now := b.t.now()
	seconds := float32(min(now.Sub(r.at), time.Second).Seconds())
	r.at = now
	out := max(r.beyond, -r.beyond)
	r.rows += seconds * min(rollLeast+out/rollPer, rollMost)
	step := int(r.rows)
	if step == 0 {
		return
	}
	r.rows -= float32(step)
	if r.beyond < 0 {
		step = -step
	}
	b.dragTo(b.t.sel.focusRow() + step)
}
