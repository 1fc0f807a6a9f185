package ui

import (
	"testing"
	"time"

	"pressroom/ui/desk"
)

// withJob is the desk at work with the job chosen that is being published.
func withJob(t *testing.T) desk.View {
	t.Helper()
	v := atWork(t)
	j := runningJob()
	v.Job = &j
	return v
}

func runningJob() desk.JobDetail {
	begun := time.Date(2026, 3, 5, 14, 2, 0, 0, time.UTC)
	j := desk.JobDetail{
		Row: 9, Name: "Imports 11/18 US", Total: 813, Begins: "14:02", Ends: "14:17", Failed: 3,
		Lines: []desk.Field{
			{Name: "State", Value: "publishing"},
			{Name: "Number", Value: "296204"},
			{Name: "Made", Value: "yesterday 16:40"},
			{Name: "Started", Value: "14:02"},
			{Name: "Elapsed", Value: "15 min"},
			{Name: "Rate", Value: "33 tracks a minute"},
			{Name: "Left", Value: "about 9 min"},
			{Name: "Tells", Value: "imports@northlight.example"},
		},
		Again: "3 failed tracks are added again, to a new job: the site has no way to publish them in this one. Publish that job afterwards.",
	}
	for n := range 16 {
		j.Points = append(j.Points, desk.JobPoint{At: begun.Add(time.Duration(n) * time.Minute), Done: n * 498 / 15, Errored: n / 5})
	}
	return j
}
