package desk

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// ends has one more track of the main job published, to its end.
func (o *office) ends() View {
	o.t.Helper()
	o.desk.AddTracks([]string{"https://f.example/" + time.Now().Format("150405") + ".wav"}, DefaultJob)
	o.settle()
	o.publishMain()
	o.site.finish(mainJobID)
	return o.after(time.Minute)
}

func TestWhileTheWindowIsInFrontItSaysThatAJobEndedAndTheDesktopDoesNot(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.Watched(true)
		o.ends()
		if !o.noticed("Main job is published: 1 done on Northlight Music.") || len(o.notifier.heard()) != 0 {
			t.Errorf("notices %+v, said %q", o.view().Notices, o.notifier.heard())
		}
		o.desk.Watched(false)
		before := len(o.view().Notices)
		v := o.ends()
		if len(o.notifier.heard()) != 1 || len(v.Notices) != before {
			t.Errorf("behind other windows: said %q, notices %+v", o.notifier.heard(), v.Notices[before:])
		}
		if v = o.anew(); len(o.notifier.heard()) != 1 || len(v.Notices) != 0 {
			t.Errorf("at the next start it is said again: %q, %+v", o.notifier.heard(), v.Notices)
		}
	})
}

func TestADesktopThatIsToSayNothingIsNotAskedAndTheWindowSaysIt(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.desk.Tell(Telling{Off: true})
		o.ends()
		if !o.noticed("Main job is published") || len(o.notifier.heard()) != 0 {
			t.Errorf("switched off: notices %+v, said %q", o.view().Notices, o.notifier.heard())
		}
		now := time.Now()
		hour := time.Duration(now.Hour()) * time.Hour
		o.desk.Tell(Telling{Quiet: true, From: hour, To: (hour + 2*time.Hour) % (24 * time.Hour)})
		o.anew()
		if v := o.ends(); !v.Telling.Quiet || v.Telling.From != hour || !o.noticed("Main job is published") || len(o.notifier.heard()) != 0 {
			t.Errorf("in quiet hours: %+v, notices %+v, said %q", v.Telling, v.Notices, o.notifier.heard())
		}
		o.after(3 * time.Hour)
		if o.ends(); len(o.notifier.heard()) != 1 {
			t.Errorf("after them: said %q", o.notifier.heard())
		}
	})
}

func TestQuietHoursGoOverMidnight(t *testing.T) {
	at := func(hour, minute int) time.Time { return time.Date(2024, 3, 2, hour, minute, 59, 0, time.Local) }
	night := Telling{Quiet: true, From: 22 * time.Hour, To: 7*time.Hour + 30*time.Minute}
	noon := Telling{Quiet: true, From: 12 * time.Hour, To: 13 * time.Hour}
	for _, c := range []struct {
		telling Telling
		now     time.Time
		silent  bool
	}{
		{night, at(21, 59), false},
		{night, at(22, 0), true},
		{night, at(23, 59), true},
		{night, at(0, 0), true},
		{night, at(7, 29), true},
		{night, at(7, 30), false},
		{noon, at(11, 59), false},
		{noon, at(12, 0), true},
		{noon, at(13, 0), false},
		{Telling{Quiet: true, From: time.Hour, To: time.Hour}, at(1, 0), false},
		{Telling{From: 22 * time.Hour, To: 7 * time.Hour}, at(23, 0), false},
		{Telling{Off: true}, at(15, 0), true},
	} {
		if got := c.telling.silent(c.now); got != c.silent {
			t.Errorf("%+v at %s: silent %v", c.telling, c.now.Format(time.TimeOnly), got)
		}
	}
}

func TestADesktopThatShowsNothingIsSaidOnceAndAskedAgain(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		const why = "The desktop shows no notifications"
		o.notifier.fails(errors.New("nothing here shows any"))
		o.ends()
		v := o.ends()
		n := 0
		for _, notice := range v.Notices {
			n += strings.Count(notice.Text, why)
		}
		if n != 1 || !strings.HasPrefix(v.Notices[len(v.Notices)-1].Text, "Main job is published: ") || v.Telling.Problem == "" {
			t.Errorf("it is said %d times, and in the settings: %q; notices %+v", n, v.Telling.Problem, v.Notices)
		}
		o.notifier.fails(nil)
		if v = o.ends(); len(o.notifier.heard()) != 1 || v.Telling.Problem != "" {
			t.Errorf("once it works: said %q, settings %q", o.notifier.heard(), v.Telling.Problem)
		}
	})
}

func TestAClickOnANotificationOpensItsJobAtItsSite(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.ends()
		o.desk.OpenPractice()
		if v := o.settle(); !v.Site.Practice || len(o.notifier.jobs) != 1 {
			t.Fatalf("shown is %+v, told of %v", v.Site, o.notifier.jobs)
		}
		o.desk.OpenJob(o.notifier.jobs[0])
		if v := o.settle(); v.Site.Practice || v.Job == nil || v.Job.Row != o.job("Main job").Row {
			t.Errorf("shown is %+v with the job %+v", v.Site, v.Job)
		}
		o.desk.OpenJob(99999)
		if v := o.settle(); v.Job == nil {
			t.Error("a job that is not known takes the other away")
		}
	})
}
