package desk

import (
	"cmp"
	"slices"
	"strings"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// ReviewView is what the person confirms before a job is published.
type ReviewView struct {
	Looking  bool // the site is being asked how many tracks wait
	Job      int64
	Title    string
	Text     string
	Problem  string
	Count    int
	CanGo    bool
	GoButton string

	Groups   []ReviewGroup // what waits, counted
	Warnings []string      // what may be wrong with it, one sentence each
	// OnComplete is whom this desk last had the site tell of the job's end.
	OnComplete     string
	OnCompleteNote string
}

// ReviewGroup counts what waits by one thing.
type ReviewGroup struct {
	Title string
	Lines []ReviewLine // the largest first; the last may sum up the rest
}

// ReviewLine is one value and how many tracks have it.
type ReviewLine struct{ Label, Count string }

// reviewed is what a summary depends on: as long as it is the same, the summary is.
type reviewed struct {
	rows     *Rows // others wherever a track changed
	changes  int   // open ones: one more is asked for, or one is settled
	required string
}

func (s *seat) depends() reviewed {
	return reviewed{s.list.view(), len(s.items), s.d.setting(s.site.ID, settingRequired)}
}

// reviewSummary is what is counted once for a review.
type reviewSummary struct {
	groups   []ReviewGroup
	warnings []string
}

func (s *seat) reviewView() *ReviewView {
	r := s.d.review
	if r == nil || r.site != s.site.ID {
		return nil
	}
	j := s.jobs[r.job]
	v := &ReviewView{Looking: r.looking, Job: r.job, Problem: r.problem, Count: s.waitingIn(j), OnComplete: j.OnComplete}
	v.Title = words.N(v.Count, "Publish %d track?", "Publish %d tracks?")
	v.GoButton = words.N(v.Count, "Publish %d track", "Publish %d tracks")
	v.Text = words.N(v.Count, "%d track of the job “%s” on %s go live. This cannot be taken back.",
		"%d tracks of the job “%s” on %s go live. This cannot be taken back.", j.Name, s.site.Name)
	if j.Main {
		v.Text = words.N(v.Count,
			"This is the main job of %[2]s: it publishes everything that anyone has queued there, at this moment %[1]d track. This cannot be taken back.",
			"This is the main job of %[2]s: it publishes everything that anyone has queued there, at this moment %[1]d tracks. This cannot be taken back.",
			s.site.Name)
	}
	if n := s.unsent()[j.Row]; n > 0 {
		v.Text += " " + words.N(n, "%d more track or change is on the way to the site first.", "%d more tracks and changes are on the way to the site first.")
	}
	v.OnCompleteNote = words.T("An email address or a web address that the site tells when the job is done. A job has one: this takes the place of any other. Left empty, it stays as it is.")
	switch {
	case r.looking:
		v.Title, v.Text = words.T("Publish “%s”?", j.Name), words.T("Looking how many tracks wait on %s…", s.site.Name)
	case r.problem != "":
		v.Title, v.Text = words.T("Publish “%s”?", j.Name), r.problem+" "+words.T("Nothing is published before Pressroom has seen what waits. Try again.")
	case s.doubted(r.job) > 0:
		v.Title = words.T("Publish “%s”?", j.Name)
		v.Text = words.N(s.doubted(r.job),
			"Nobody knows yet whether %d track was removed from it. Settle that first: see the unknown outcomes in the last line. Nothing is published before.",
			"Nobody knows yet whether %d tracks were removed from it. Settle that first: see the unknown outcomes in the last line. Nothing is published before.")
	case v.Count == 0:
		v.Title, v.Text = words.T("Nothing waits in “%s”", j.Name), words.T("Add tracks to the job first.")
	default:
		v.CanGo = true
		now := s.depends()
		if r.summed != now {
			r.summed, r.summary = now, s.summarise(s.waitingOf(j))
		}
		v.Groups, v.Warnings = r.summary.groups, r.summary.warnings
	}
	return v
}

func (s *seat) summarise(waiting []*ledger.Upload) reviewSummary {
	counted := func(title, none string, of func(*ledger.Upload) string) ReviewGroup {
		counts := map[string]int{}
		for _, u := range waiting {
			counts[cmp.Or(of(u), none)]++
		}
		return ReviewGroup{Title: title, Lines: largest(counts)}
	}
	return reviewSummary{
		groups: []ReviewGroup{
			counted(words.T("Catalog"), words.T("no catalog"), func(u *ledger.Upload) string { return s.metaOf(u, "Catalog") }),
			counted(words.T("Album"), words.T("no album"), func(u *ledger.Upload) string { return s.metaOf(u, "Album") }),
			counted(words.T("Formats"), "", func(u *ledger.Upload) string { return formatsLabel(listed(s.formatsOf(u))) }),
		},
		warnings: s.warnings(waiting),
	}
}

// largest are the largest counts, and what the rest comes to.
func largest(counts map[string]int) (lines []ReviewLine) {
	const most = 6
	labels := make([]string, 0, len(counts))
	for label := range counts {
		labels = append(labels, label)
	}
	slices.SortFunc(labels, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), newNaturalKey(a).compare(newNaturalKey(b)))
	})
	rest, others := 0, 0
	for n, label := range labels {
		if n >= most-1 && len(labels) > most {
			rest, others = rest+counts[label], others+1
			continue
		}
		lines = append(lines, ReviewLine{label, words.Figure(counts[label])})
	}
	if others > 0 {
		lines = append(lines, ReviewLine{words.N(others, "%d other", "%d others"), words.Figure(rest)})
	}
	return lines
}

// warnings say what may be wrong with what is about to be published.
func (s *seat) warnings(waiting []*ledger.Upload) (found []string) {
	files := map[string]int{}
	for _, u := range waiting {
		files[fold(u.File)]++
	}
	required := s.required()
	var doubles, lacking, others firstOf
	for _, u := range waiting {
		doubles.add(files[fold(u.File)] > 1 && u.File != "", u.File)
		if lacks := slices.DeleteFunc(slices.Clone(required), func(field string) bool { return s.metaOf(u, field) != "" }); len(lacks) > 0 {
			lacking.add(true, words.T("%s lacks %s", u.File, strings.Join(lacks, ", ")))
		}
		others.add(u.Source == "", u.File)
	}
	if doubles.n > 0 {
		found = append(found, words.N(doubles.n, "%d track shares a file name with another one. The first: %s.", "%d tracks share a file name with another one. The first: %s.", doubles.first))
	}
	if lacking.n > 0 {
		found = append(found, words.N(lacking.n, "%d track lacks a field that this site needs. The first: %s.", "%d tracks lack a field that this site needs. The first: %s.", lacking.first))
	}
	if others.n > 0 {
		found = append(found, words.N(others.n, "%d track was not queued from here, so it may be somebody else's. The first: %s.", "%d tracks were not queued from here, so they may be somebody else's. The first: %s.", others.first))
	}
	return found
}

// firstOf counts, and remembers the first.
type firstOf struct {
	n     int
	first string
}

func (t *firstOf) add(counts bool, what string) {
	if counts {
		if t.n++; t.n == 1 {
			t.first = what
		}
	}
}
