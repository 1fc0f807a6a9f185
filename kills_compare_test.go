//go:build tour

package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"syscall"
	"time"

	"pressroom/api"
	"pressroom/ui/desk/ledger"
)

// finish lets the program run until all that was asked is answered or unknown.
func (v *victim) finish() {
	v.t.Helper()
	cmd, log := v.begin()
	p := &program{screen: v.screen, cmd: cmd, log: log}
	v.shown(cmd)
	p.painted("site=connected")
	quiet := time.Now()
	v.until("nothing is on its way any more", func() bool {
		if now := p.latest("painted", nil); now["working"] != "" || now["site"] != "connected" {
			quiet = time.Now()
		}
		return time.Since(quiet) > 3*time.Second
	})
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait()
}

// compare holds the ledger to what reached the site, and to what it lists.
func (v *victim) compare() {
	v.t.Helper()
	listed := map[string]api.Upload{} // by file
	jobs := map[int64]bool{0: true}
	var rows []*ledger.Upload
	v.book(func(book *ledger.Ledger) {
		b, err := book.Book(context.Background(), v.wire.URL)
		if err != nil {
			v.t.Fatal(err)
		}
		rows = slices.Collect(b.Uploads.All())
		for _, j := range b.Jobs {
			jobs[j.JobID] = true
		}
	})
	for job := range jobs {
		for u, err := range v.direct.ListAll(v.t.Context(), api.ListRequest{JobID: job, Show: 1000}) {
			if err != nil {
				v.t.Fatal(err)
			}
			if other, twice := listed[u.Sources[0]]; twice && other.UploadID != u.UploadID {
				v.t.Errorf("%s is on the site twice: %d and %d", u.Sources[0], other.UploadID, u.UploadID)
			}
			listed[u.Sources[0]] = u
		}
	}
	missing := v.missing(rows)
	v.compareItems(listed, rows, missing)
	v.compareRows(listed, rows)
	v.compareRemoved(missing)
}

// missing are the addresses that are in no row any more.
func (v *victim) missing(rows []*ledger.Upload) map[string]bool {
	missing := map[string]bool{}
	for _, address := range v.addresses {
		missing[address] = true
	}
	for _, u := range rows {
		delete(missing, u.Source)
	}
	return missing
}

// compareRemoved holds what is missing to what was removed: by the site, or before it was sent.
func (v *victim) compareRemoved(missing map[string]bool) {
	deleted, never := map[string]bool{}, 0
	for _, a := range v.wire.taken("delete") {
		deleted[a.upload] = true
	}
	for _, i := range v.items(ledger.AddUpload) {
		if i.State == ledger.Stopped {
			never++
		}
	}
	sent := 0
	for _, a := range v.wire.taken("upload") {
		if missing[a.url] {
			sent++
			if !deleted[a.made] {
				v.t.Errorf("%s, number %s, is in no row, and was not removed from the site", a.url, a.made)
			}
		}
	}
	if len(missing)-sent > never {
		v.t.Errorf("%d tracks are in no row and never reached the site, and only %d were removed before", len(missing)-sent, never)
	}
	if len(v.wire.taken("upload")) < flow/2 {
		v.t.Errorf("only %d of %d tracks were sent: this proves little", len(v.wire.taken("upload")), flow)
	}
	v.t.Logf("%d removed from the site, %d before they were sent", len(deleted), len(missing)-sent)
}

// compareItems holds each item to what reached the site.
func (v *victim) compareItems(listed map[string]api.Upload, rows []*ledger.Upload, missing map[string]bool) {
	taken := map[string]int{}
	for _, a := range v.wire.taken("upload") {
		taken[a.url]++
	}
	sources, sent, unknown := map[int64]string{}, map[string]bool{}, 0
	for _, u := range rows {
		sources[u.Row] = u.Source
	}
	for _, kind := range []ledger.Kind{ledger.AddUpload, ledger.CreateJob, ledger.Publish, ledger.Delete, ledger.SetFormats} {
		done := 0
		for _, i := range v.items(kind) {
			source := sources[i.Upload]
			switch {
			case i.State == ledger.Unknown:
				unknown++
			case i.State == ledger.Failed && i.Problem != "":
			case i.State == ledger.Stopped:
			case i.State != ledger.Done:
				v.t.Errorf("%s %d is %s (%s)", kind, i.ID, i.State, i.Problem)
			case kind == ledger.AddUpload && source != "" && taken[source] == 0:
				v.t.Errorf("%s is done in the ledger and never reached the site", source)
			}
			if i.State == ledger.Done || i.State == ledger.Unknown {
				done++
				sent[source] = true
			}
		}
		if n := len(v.wire.taken(string(kind))); kind != ledger.SetFormats && n > done {
			v.t.Errorf("the site took %d of %s, and the ledger knows of %d", n, kind, done)
		}
		v.t.Logf("%s: %d done or unknown in the ledger, %d taken by the site", kind, done, len(v.wire.taken(string(kind))))
	}
	for _, address := range v.addresses {
		if taken[address] > 1 || (taken[address] == 1 && !sent[address] && !missing[address]) {
			v.t.Errorf("%s was taken %d times, in the ledger: %v", address, taken[address], sent[address])
		}
		if _, there := listed[path.Base(address)]; !there && taken[address] == 0 && sent[address] && unknown == 0 {
			v.t.Errorf("%s was lost", address)
		}
	}
	v.t.Logf("%d are unknown and shown", unknown)
}

// compareRows holds the table to what the site lists.
func (v *victim) compareRows(listed map[string]api.Upload, rows []*ledger.Upload) {
	seen := map[string]bool{}
	for _, u := range rows {
		said, there := listed[u.File]
		switch {
		case seen[u.File]:
			v.t.Errorf("%s stands in the ledger twice", u.File)
		case !there && u.UploadID != 0:
			v.t.Errorf("%s has the number %d and is not on the site", u.File, u.UploadID)
		case there && (u.UploadID != said.UploadID || u.Formats != api.JoinFormats(said.Formats)):
			v.t.Errorf("%s: ledger %d %s, site %d %s", u.File, u.UploadID, u.Formats, said.UploadID, api.JoinFormats(said.Formats))
		}
		seen[u.File] = true
	}
	v.t.Log(strings.TrimSpace(fmt.Sprintf("%d rows, %d on the site", len(rows), len(listed))))
}
