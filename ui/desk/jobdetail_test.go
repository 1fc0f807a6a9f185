package desk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pressroom/api"
)

// line is one line of a job's detail, empty where there is none.
func (v *JobDetail) line(name string) string {
	for _, l := range v.Lines {
		if l.Name == name {
			return l.Value
		}
	}
	return ""
}

// detail shows a job in full.
func (o *office) detail(name string) *JobDetail {
	o.t.Helper()
	o.desk.ShowJob(o.job(name).Row)
	o.settle()
	v := o.after(viewEvery).Job // what the ledger holds of it has come
	if v == nil {
		o.t.Fatalf("the job %s is not shown", name)
	}
	return v
}

// publishTen publishes ten tracks of which one is done every half a minute.
func (o *office) publishTen() {
	o.t.Helper()
	began := time.Now()
	o.site.on(func(c call) (error, bool) {
		if c.op == "checkJob" {
			done := min(int(time.Since(began)/(30*time.Second)), 10)
			o.site.say(mainJobID, counts(max(9-done, 0), min(10-done, 1), done, 0))
		}
		return nil, true
	})
	o.publishMain()
}

func TestAJobIsToldInFullWhileItIsPublished(t *testing.T) {
	inOffice(t, 10, func(o *office) {
		o.publishTen()
		v := o.detail("Main job")
		if v.line("State") != "publishing" || v.line("Number") != "100" || v.line("Ended") != "" || v.line("Rate") != "" {
			t.Errorf("at its start: %+v", v.Lines)
		}
		v = o.after(155 * time.Second).Job
		if v.Total != 10 || !strings.HasSuffix(v.line("Elapsed"), " min") || v.line("Rate") != "2 tracks a minute" {
			t.Errorf("after two and a half minutes: %d in all, %+v", v.Total, v.Lines)
		}
		if left := v.line("Left"); left != "about 2 min" && left != "about 3 min" {
			t.Errorf("half is done, and %q is left", left)
		}
		if last := v.Points[len(v.Points)-1]; last.Done != o.job("Main job").Done || last.Done < 4 || v.Points[0].Done != 0 || v.Begins == "" || v.Ends == "" {
			t.Errorf("points %+v", v.Points)
		}
		o.desk.ShowJob(0)
		if o.settle().Job != nil {
			t.Error("it is still shown")
		}
	})
}

func TestHowFarAJobWasIsShownAgainAfterARestart(t *testing.T) {
	inOffice(t, 10, func(o *office) {
		o.publishTen()
		o.detail("Main job")
		before := o.after(2 * time.Minute).Job.Points
		if len(before) < 4 {
			t.Fatalf("points %+v", before)
		}
		o.restart()
		after := o.detail("Main job").Points
		for n, p := range before {
			if n >= len(after) || after[n].Done != p.Done || after[n].At.Sub(p.At).Abs() > time.Second {
				t.Fatalf("points %+v, were %+v", after, before)
			}
		}
		o.site.finish(mainJobID)
		v := o.after(5 * time.Minute).Job
		if v.line("State") != "finished" || v.line("Ended") == "" || v.line("Left") != "" || v.Points[len(v.Points)-1].Done != 10 {
			t.Errorf("at its end: %+v, points %+v", v.Lines, v.Points)
		}
		took := v.line("Elapsed")
		if v = o.after(time.Hour).Job; v.line("Elapsed") != took {
			t.Errorf("an hour later it took %s, and not %s", v.line("Elapsed"), took)
		}
	})
}

func TestTheRateOfAJobCountsWhatWasDoneSinceItWasPublished(t *testing.T) {
	inOffice(t, 10, func(o *office) {
		const earlier = 5000 // published by others over the years: the main job's counts go on
		began := time.Now()
		o.site.on(func(c call) (error, bool) {
			if c.op == "checkJob" {
				done := min(int(time.Since(began)/(30*time.Second)), 10)
				o.site.say(mainJobID, counts(10-done, 0, earlier+done, 0))
			}
			return nil, true
		})
		o.publishMain()
		o.detail("Main job")
		if got := o.after(4 * time.Minute).Job.line("Rate"); got != "2 tracks a minute" {
			t.Errorf("the rate is %q", got)
		}
		o.restart()
		o.detail("Main job")
		if got := o.after(time.Second).Job.line("Rate"); got != "2 tracks a minute" {
			t.Errorf("after a restart the rate is %q", got)
		}
	})
}

func TestARateIsSaidByTheMinuteOrByTheHour(t *testing.T) {
	for want, of := range map[string]struct {
		n    int
		took time.Duration
	}{
		"":                      {0, time.Hour},
		"12 tracks a minute":    {24, 2 * time.Minute},
		"1 track a minute":      {1, time.Minute},
		"6 tracks an hour":      {3, 30 * time.Minute},
		"1 track an hour":       {1, 5 * time.Hour},
		"1,200 tracks a minute": {1200, time.Minute},
	} {
		if got := rate(of.n, of.took); got != want {
			t.Errorf("%d in %s: %q, want %q", of.n, of.took, got, want)
		}
	}
}

// shownFiles are the files of the rows that are shown.
func (o *office) shownFiles() string {
	var files []string
	rows := o.view().Rows
	for n := range rows.Len() {
		files = append(files, rows.At(n).File)
	}
	return strings.Join(files, " ")
}

func TestTheTracksOfAJobAreJustThose(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		// Names and numbers that are parts of each other, and one name twice.
		for n, name := range []string{"Imports", "Imports 1002", "Imports", `The "100" of 1002`} {
			o.desk.CreateJob(name, "")
			o.settle()
			o.desk.AddTracks([]string{fmt.Sprintf("https://f.example/%d.wav", n)}, o.view().Jobs[0].Row)
			o.after(time.Second)
		}
		jobs := o.view().Jobs
		for n, want := range []string{"3.wav", "2.wav", "1.wav", "0.wav", "track.wav"} {
			o.desk.ShowTracksOf(jobs[n].Row, false)
			if o.settle(); o.shownFiles() != want {
				t.Errorf("%s (%s): %s, want %s; the filter is %s", jobs[n].Name, jobs[n].When, o.shownFiles(), want, o.view().Filter)
			}
		}
	})
}

func TestTheTracksOfAJobThatWasJustMadeAreShown(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.on(func(c call) (error, bool) {
			if c.op == "upload" || c.op == "createJob" {
				time.Sleep(time.Minute)
			}
			return nil, true
		})
		o.desk.CreateJob("Imports", "")
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav"}, DefaultJob)
		o.after(90 * time.Second) // the job is made, and the first of its tracks under way
		o.desk.ShowTracksOf(o.job("Imports").Row, false)
		if o.settle(); o.shownFiles() != "a.wav b.wav" {
			t.Errorf("shown are %q by %s", o.shownFiles(), o.view().Filter)
		}
		o.desk.ShowTracksOf(o.job("Main job").Row, false)
		if o.settle(); o.shownFiles() != "track.wav" {
			t.Errorf("shown are %q by %s", o.shownFiles(), o.view().Filter)
		}
	})
}

func TestTheFailedTracksOfAJobAreShownAlone(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.publishMain()
		o.site.ends(mainJobID, "track.wav")
		o.after(time.Minute)
		o.desk.AddTracks([]string{"https://f.example/a.wav", "https://f.example/b.wav"}, DefaultJob)
		o.after(time.Second)
		o.publishMain()
		o.site.ends(mainJobID, "track.wav", "b.wav")
		o.after(time.Minute)
		o.desk.ShowTracksOf(o.job("Main job").Row, true)
		if o.settle(); o.shownFiles() != "track.wav track.wav track.wav b.wav" {
			t.Errorf("shown are %q", o.shownFiles())
		}
	})
}

// ends has what is queued in a job published, but for files of these names, which fail.
func (f *fakeSite) ends(job int64, failing ...string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	c := api.Counts{Known: true}
	for i := range f.uploads {
		u := &f.uploads[i]
		if u.JobID != job || u.Status == api.Uploaded {
			continue
		}
		u.Status = api.Published
		for _, name := range failing {
			if u.Sources[0] == name {
				u.Status, u.Error = api.Errored, "No sound in it."
			}
		}
		if u.Status == api.Errored {
			c.Errored++
		} else {
			c.Done++
		}
	}
	f.counts[job] = []api.Counts{c}
}
