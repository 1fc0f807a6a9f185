package ui

import (
	"testing"

	"pressroom/api"

	"pressroom/ui/desk"
)

// newcomer is the view of the first start.
func newcomer() desk.View { return desk.View{Number: 1, Ready: true, Rows: &desk.Rows{}} }

func northlight() desk.SiteView {
	return desk.SiteView{
		ID: "https://northlight.example", Name: "Northlight Music", Address: "https://northlight.example",
		State: desk.SiteReady, Word: "connected",
	}
}

func practiceSite() desk.SiteView {
	return desk.SiteView{ID: desk.PracticeID, Name: "Practice site", Practice: true, State: desk.SiteReady, Word: "connected"}
}

// emptyQueue is a site on which nothing waits.
func emptyQueue() desk.View {
	site := northlight()
	return desk.View{
		Number: 2, Ready: true, Site: &site, Sites: []desk.SiteView{site, practiceSite()}, Rows: &desk.Rows{},
		Jobs: []desk.JobView{mainJob()}, Key: "Key kept in the keyring",
	}
}

func mainJob() desk.JobView {
	return desk.JobView{Row: 7, Name: "Main job", When: "open", Main: true, Words: "Nothing waits in it.", CanAdd: true}
}

// threeJobs are one that runs, one that waits and the main job.
func threeJobs() []desk.JobView {
	return []desk.JobView{
		{
			Row: 9, Name: "Imports 11/18 US", When: "296204 · started 14:02", Counted: true,
			Done: 498, Progress: 12, Errored: 3, Queued: 300,
			Words: "498 done · 12 in progress · 300 queued · 3 errored", Aside: "about 9 min left", Step: desk.StepFailed,
		},
		{
			Row: 8, Name: "Imports 11/20 US", When: "296288 · open", Waiting: 412,
			Words: "412 tracks wait to be published", CanReview: true, CanAdd: true, Step: desk.StepReview,
		},
		mainJob(),
	}
}

// atWork is a queue with three selected tracks and three jobs.
func atWork(t *testing.T) desk.View {
	t.Helper()
	v := emptyQueue()
	v.Rows = queueRows(t)
	v.All = v.Rows.Len()
	v.Jobs, v.Next = threeJobs(), 8
	v.Facets = []desk.FacetGroup{
		{Field: "status", Title: "Status", Items: []desk.FacetItem{
			{Key: "waiting", Label: "Waiting", Count: 412, Chosen: true}, {Key: "published", Label: "Published", Count: 1203}, {Key: "errored", Label: "× Errored", Count: 3},
		}},
		{Field: "job", Title: "Job", Items: []desk.FacetItem{{Key: "Imports 11/20 US", Label: "Imports 11/20 US", Count: 412}, {Key: "Main job", Label: "Main job", Count: 37}}},
		{Field: "catalog", Title: "Catalog", Items: []desk.FacetItem{{Key: "Deep Cuts", Label: "Deep Cuts", Count: 412, Chosen: true}, {Key: "Shallow Water", Label: "Shallow Water", Count: 819}}},
		{Field: "formats", Title: "Formats", Items: []desk.FacetItem{{Key: "mp3", Label: "mp3 only", Count: 112}, {Key: "mp3,aiff", Label: "mp3 + aiff", Count: 300}}},
	}
	v.Work.Undo = "Undo AIFF for 300 tracks"
	v.Watching = "2 jobs followed, next look in 6 s"
	v.Selection = desk.SelectionView{
		IDs: []int64{v.Rows.At(0).ID, v.Rows.At(3).ID, v.Rows.At(4).ID}, Title: "3 tracks selected", Of: "of 12 shown", Can: true,
		Formats: []desk.FormatView{
			{Format: "mp3", Label: "MP3", State: desk.FormatOn, Note: "all 3"},
			{Format: "aiff", Label: "AIFF", State: desk.FormatMixed, Note: "1 of 3"},
			{Format: "wav", Label: "WAV", State: desk.FormatOff, Note: "none"},
		},
		Presets: []desk.PresetView{
			{Preset: desk.Preset{Name: "Broadcast", Formats: []api.Format{api.MP3, api.AIFF}}, Preview: "2 of 3 change: +aiff 2", Changes: 2},
			{Preset: desk.Preset{Name: "Web only", Formats: []api.Format{api.MP3}}, Preview: "1 of 3 changes: –aiff 1", Changes: 1},
			{Preset: desk.Preset{Name: "Everything", Formats: api.Formats()}, Preview: "3 of 3 change: +aiff 2, +wav 3", Changes: 3},
		},
		Fields: []desk.Field{{Name: "Title", Value: "3 values"}, {Name: "Album", Value: "Harbour Lights"}},
	}
	return v
}

// inReview is the desk at work with a review of the second job.
func inReview(t *testing.T, r desk.ReviewView) desk.View {
	t.Helper()
	v := atWork(t)
	v.Number, v.Review = 3, &r
	return v
}

func readyReview() desk.ReviewView {
	return desk.ReviewView{
		Job: 8, Title: "Publish Imports 11/20 US?", Text: "412 tracks are published on Northlight Music. This cannot be undone.",
		Count: 412, CanGo: true, GoButton: "Publish 412 tracks",
	}
}

func lookingReview() desk.ReviewView {
	return desk.ReviewView{Job: 8, Looking: true, Title: "Publish Imports 11/20 US?", Text: "Asking the site how many tracks wait…"}
}
