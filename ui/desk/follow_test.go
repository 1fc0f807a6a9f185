package desk

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pressroom/api"
)

// beat notes when calls arrive.
type beat struct {
	mu sync.Mutex
	at []time.Time
}

func (b *beat) note() {
	b.mu.Lock()
	b.at = append(b.at, time.Now())
	b.mu.Unlock()
}

// densest is how many calls arrived within some time of each other at most.
func (b *beat) densest(within time.Duration) (most int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := range b.at {
		n := 0
		for _, t := range b.at[i:] {
			if t.Sub(b.at[i]) < within {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// publishJobs makes jobs of one track each and publishes them.
func (o *office) publishJobs(n int) {
	for k := range n {
		name := fmt.Sprintf("Job %02d", k)
		o.desk.CreateJob(name, "")
		o.settle()
		o.desk.AddTracks([]string{fmt.Sprintf("https://f.example/%d.wav", k)}, o.job(name).Row)
		o.settle()
		o.desk.Review(o.job(name).Row)
		o.settle()
		o.desk.Publish("")
		o.settle()
	}
}

func TestFiftyJobsAreAskedAboutOnceASecondInAll(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.live = true
		o.publishJobs(50)
		o.after(time.Minute)
		var b beat
		o.site.on(func(c call) (error, bool) {
			if c.op == "checkJob" || c.op == "list" {
				b.note()
			}
			return nil, true
		})
		o.after(10 * time.Minute)
		if n := b.densest(time.Minute); n > 61 || len(b.at) < 300 {
			t.Errorf("%d calls in a minute, %d in ten", n, len(b.at))
		}
		o.site.mu.Lock()
		for i := range o.site.uploads {
			o.site.uploads[i].Status, o.site.uploads[i].TrackID = api.Published, int64(5000+i)
		}
		o.site.mu.Unlock()
		o.after(5 * time.Minute)
		for k := range 50 {
			if j := o.job(fmt.Sprintf("Job %02d", k)); j.Phase != PhaseFinished {
				t.Errorf("%s is %s", j.Name, j.Phase)
			}
		}
		said := o.notifier.heard()
		told := 0
		for _, s := range said {
			first, _, _ := strings.Cut(s, " ")
			var n int
			if fmt.Sscan(first, &n); n == 0 {
				n = 1
			}
			told += n
		}
		if told != 50 || len(said) > 49 {
			t.Errorf("%d jobs were told of in %d notices", told, len(said))
		}
	})
}

func TestJobsThatEndTogetherAreToldTogether(t *testing.T) {
	inOffice(t, 0, func(o *office) {
		o.site.live = true
		o.publishJobs(2)
		o.site.mu.Lock()
		for i := range o.site.uploads {
			o.site.uploads[i].Status = api.Published
		}
		o.site.mu.Unlock()
		o.after(time.Minute)
		want := []string{"2 jobs are published: Job 00: 1 done on Northlight Music.\nJob 01: 1 done on Northlight Music."}
		got := o.notifier.heard()
		slices.Sort(got)
		if other := "2 jobs are published: Job 01: 1 done on Northlight Music.\nJob 00: 1 done on Northlight Music."; !slices.Equal(got, want) && !slices.Equal(got, []string{other}) {
			t.Errorf("said %q", got)
		}
	})
}

func TestAJobWhoseNoticeMayHaveBeenLostIsToldInTheWindowAndNotTwice(t *testing.T) {
	inOffice(t, 2, func(o *office) {
		o.notifier.hang(true)
		o.publishMain()
		o.site.finish(mainJobID)
		o.after(8 * time.Second) // it was asked to say it, and has not answered
		o.desk.cancel()
		o.close()
		o.notifier.hang(false)
		o.keys.keys[siteAddress] = "again"
		o.open()
		o.after(time.Minute)
		if !o.noticed("Main job is published: 2 done on Northlight Music.") || len(o.notifier.heard()) != 1 {
			t.Errorf("notices %+v, said %q", o.view().Notices, o.notifier.heard())
		}
	})
}

func TestAfterASleepOrALostNetworkTheSiteIsAskedAtOnce(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.site.say(mainJobID, counts(500, 1, 10, 0))
		o.publishMain()
		o.after(20 * time.Minute)
		before := o.site.made("checkJob")
		o.desk.Woke()
		o.after(2 * time.Second)
		if o.site.made("checkJob") == before {
			t.Error("nothing was asked after the sleep")
		}
		o.site.on(func(c call) (error, bool) { return unreachable(c.op), false })
		o.after(10 * time.Minute)
		o.site.on(nil)
		o.desk.Woke()
		v := o.after(3 * time.Second)
		if v.Site.State != SiteReady {
			t.Errorf("three seconds after the network came back the site is %s", v.Site.Word)
		}
	})
}

func TestWhereNobodyLooksJobsAreAskedAboutLessOften(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		looks := func() int {
			before := o.site.made("checkJob")
			o.after(5 * time.Minute)
			return o.site.made("checkJob") - before
		}
		began := time.Now()
		o.site.on(func(c call) (error, bool) { // one of 60 a minute, then ever slower: it seems near its end for long
			done := min(int(time.Since(began)/(5*time.Second)), 190)
			o.site.say(mainJobID, counts(200-done, 1, done, 0))
			return nil, true
		})
		o.publishMain()
		o.after(10 * time.Minute)
		watched := looks()
		o.desk.Watched(false)
		if unwatched := looks(); unwatched > watched {
			t.Errorf("%d looks while somebody looked, %d while nobody did", watched, unwatched)
		}
	})
}

func TestWhatASiteAsksToWaitIsNeverViolatedByNothingAndNotByARestart(t *testing.T) {
	inOffice(t, 5, func(o *office) {
		var until time.Time
		first := once()
		early := 0
		o.site.on(func(c call) (error, bool) {
			if time.Now().Before(until) {
				early++
			}
			if c.op == "setFormats" && first() {
				until = time.Now().Add(20 * time.Minute)
				return busy(c.op, 20*time.Minute), false
			}
			return nil, true
		})
		o.publishMain()
		o.desk.AddTracks([]string{"https://f.example/late.wav"}, DefaultJob)
		o.settle()
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.settle()
		early = 0 // calls that were under way at that moment
		o.desk.Refresh()
		o.desk.Review(o.job("Main job").Row)
		v := o.after(5 * time.Minute)
		if v.Review == nil || !strings.Contains(v.Review.Problem, "asked for no calls until") || !o.noticed("asked for no calls until") {
			t.Errorf("review %+v, notices %+v", v.Review, v.Notices)
		}
		o.close()
		o.keys.keys[siteAddress] = "again"
		o.open()
		o.after(5 * time.Minute)
		if early > 0 {
			t.Errorf("%d calls came before the time that the site asked for", early)
		}
		o.after(11 * time.Minute)
		if o.site.made("setFormats") < 2 {
			t.Error("it was not sent after that time")
		}
	})
}

func TestAWaitOfAYearCanBeCutShortByThePersonAlone(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.failing("setFormats", 1, busy("setFormats", 365*24*time.Hour), false)
		o.selectAll()
		o.desk.SetFormat("wav", true)
		v := o.after(48 * time.Hour)
		if o.site.made("setFormats") != 1 || !strings.Contains(v.Site.Problem, "Refresh calls it all the same.") {
			t.Errorf("%d calls; %s", o.site.made("setFormats"), v.Site.Problem)
		}
		o.desk.Refresh()
		if o.after(time.Minute); o.formats() != "mp3+wav" {
			t.Errorf("formats %s", o.formats())
		}
	})
}
