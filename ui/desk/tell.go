package desk

import (
	"context"
	"slices"
	"strings"
	"time"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// tellAfter is how long the end of a job waits for that of others that are followed, to be told together.
const tellAfter = 5 * time.Second

// tellSoon has the person told of the jobs that ended and of which the person was not told.
func (d *Desk) tellSoon() {
	if !d.tells.IsZero() {
		return
	}
	d.tells = present()
	for _, s := range d.seats {
		if len(s.watches) > 0 {
			d.tells = present().Add(tellAfter)
		}
	}
}

// ended is a job that came to its end, at its seat.
type ended struct {
	s *seat
	j *ledger.Job
}

// tell has the desktop say which jobs are finished, in one notification; the window says it where the person
// has it in front, or does not want to be disturbed. That it is about to be told is written down before, and
// that it was, after: a job is told of at most once, and where the program ends between the two, the window
// tells at the next start.
func (d *Desk) tell(now time.Time) {
	d.tells = time.Time{}
	var all []ended
	for _, id := range d.order {
		s := d.seats[id]
		change := ledger.Change{}
		var here []ended
		for _, j := range s.jobs {
			if untold(j) {
				told := *j
				told.Told = now
				change.Jobs = append(change.Jobs, told)
				here = append(here, ended{s, j})
			}
		}
		if len(here) == 0 || !s.write(change) {
			continue
		}
		for _, e := range here {
			e.j.Told = now
		}
		all = append(all, here...)
	}
	if len(all) == 0 {
		return
	}
	slices.SortFunc(all, func(a, b ended) int { return a.j.Finished.Compare(b.j.Finished) })
	title, body := inOneNotice(all)
	if d.front || d.telling().silent(now) {
		d.notice(tone(all), title+": "+body)
		d.said(all)
		return
	}
	note := Note{Job: all[len(all)-1].j.Row, Title: title, Body: body}
	away(d, func(ctx context.Context) (struct{}, error) {
		ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
		defer cancel()
		return struct{}{}, d.Notifier.Notify(ctx, note)
	}, func(_ struct{}, err error) {
		if err != nil && d.ctx.Err() != nil {
			return // closing: whether it was said is not known
		}
		if err != nil {
			d.Log.Warn("notify", "error", err)
			text := title + ": " + body
			if !d.mute { // once is enough; the settings go on saying it
				text += " " + words.T("(The desktop shows no notifications, so it is said here.)")
			}
			d.notice(ToneUnknown, text)
		}
		d.mute = err != nil
		d.said(all)
	})
}

// tone is how the end of jobs is meant.
func tone(all []ended) Tone {
	if slices.ContainsFunc(all, func(e ended) bool { return e.j.Errored > 0 }) {
		return ToneErrored
	}
	return ToneDone
}

func untold(j *ledger.Job) bool { return j.Phase == PhaseFinished && j.Told.IsZero() }

// said writes down that the person was told.
func (d *Desk) said(all []ended) {
	for _, e := range all {
		e.j.Said = present()
		e.s.write(ledger.Change{Jobs: []ledger.Job{*e.j}})
	}
}

// tellLate tells what ended before this start: of which nothing was said, by the desktop; of which it
// is not known whether it was said, in the window.
func (s *seat) tellLate() {
	for _, j := range s.jobsInOrder() {
		switch {
		case untold(j):
			s.d.tellSoon()
		case j.Phase == PhaseFinished && j.Said.IsZero():
			one := ended{s, j}
			s.d.notice(ToneDone, one.title()+": "+one.body())
			s.d.said([]ended{one})
		}
	}
}

// inOneNotice is what is said of the jobs that ended.
func inOneNotice(all []ended) (title, body string) {
	const most = 4 // lines that a notification shows
	if len(all) == 1 {
		return all[0].title(), all[0].body()
	}
	var lines []string
	title = words.N(len(all), "%d job is published", "%d jobs are published")
	if slices.ContainsFunc(all, func(e ended) bool { return e.j.Errored > 0 }) {
		title = words.N(len(all), "%d job is published, with errors", "%d jobs are published, with errors")
	}
	for n, e := range all {
		if n == most-1 && len(all) > most {
			lines = append(lines, words.N(len(all)-n, "and %d more", "and %d more"))
			break
		}
		lines = append(lines, words.T("%s: %s on %s.", e.j.Name, countsInWords(e.j), e.s.site.Name))
	}
	return title, strings.Join(lines, "\n")
}

func (e ended) title() string {
	if e.j.Errored > 0 {
		return words.T("%s is published, with errors", e.j.Name)
	}
	return words.T("%s is published", e.j.Name)
}

func (e ended) body() string {
	body := words.T("%s on %s.", countsInWords(e.j), e.s.site.Name)
	if e.j.Done > 0 {
		body += " " + words.T("Live now; search follows.")
	}
	return body
}
