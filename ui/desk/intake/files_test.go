package intake

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api/practice/audio"
)

func TestFilesAreHeldToTheirContent(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "link.mp3")
	if err := os.Symlink(filepath.Join(dir, "nowhere"), broken); err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]struct {
		kind Kind
		text string
	}{
		record(t, audio.MP3, dir, "good.mp3"):                 {},
		record(t, audio.AIFF, dir, "fine.aiff"):               {},
		record(t, audio.AIFF, dir, "short.aif"):               {AifEnding, "“short.aif” counts as AIFF. Nothing is to be done."},
		record(t, audio.WAV, dir, "false.mp3"):                {WrongEnding, "“false.mp3” holds WAV, not MP3. Rename it to “false.wav”."},
		put(t, "", dir, "empty.wav"):                          {Empty, "“empty.wav” is empty. Make it anew."},
		put(t, "fLaC and more", dir, "flac.wav"):              {NotAudio, "“flac.wav” cannot be published: it is a FLAC file, and only MP3, WAV and AIFF are taken. Choose another file."},
		put(t, "<!DOCTYPE html><p>Sign in", dir, "page.mp3"):  {NotAudio, "“page.mp3” cannot be published: it is a web page, not audio. Choose another file."},
		filepath.Join(dir, "none.mp3"):                        {FileGone, "“none.mp3” is not there any more. Put it back, or leave it out."},
		broken:                                                {FileGone, "“link.mp3” is not there any more. Put it back, or leave it out."},
		filepath.Dir(put(t, "x", dir, "folder.mp3", "x.txt")): {FileClosed, "“folder.mp3” cannot be read. Check that it is a file that you may open."},
	} {
		findings := checked(t, []Candidate{{Source: source}}, Known{}, Rules{})
		switch {
		case want.kind == "" && len(findings) > 0:
			t.Errorf("%s: %+v", source, findings)
		case want.kind != "" && (len(findings) != 1 || findings[0].Kind != want.kind || findings[0].Text != want.text):
			t.Errorf("%s: %+v", source, findings)
		}
	}
}

func TestAFilesOwnTagsCountWhereNoMetadataIsGiven(t *testing.T) {
	dir := t.TempDir()
	tagged, plain := record(t, audio.MP3, dir, "tagged.mp3"), record(t, audio.WAV, dir, "plain.wav")
	if err := audio.WriteTags(tagged, map[string]string{"Title": "Dub", "Album": "Deep Cuts"}); err != nil {
		t.Fatal(err)
	}
	sibling := record(t, audio.WAV, dir, "tagged.wav")
	findings := checked(t, []Candidate{
		{Source: tagged},
		{Source: sibling},
		{Source: plain},
		{Source: record(t, audio.WAV, dir, "given.wav"), Meta: map[string]string{" TITLE": "Dub", "Album": " "}},
	}, Known{}, Rules{Required: []string{"Title", "Album"}})
	var got []string
	for _, f := range findings {
		got = append(got, string(f.Kind)+": "+f.Text)
	}
	want := []string{
		"one of several: “tagged.wav” and “tagged.mp3” become one track with several formats. Rename one if they are two tracks.",
		"fields missing: Title and Album are missing in the file's own tags. Add metadata, by a manifest or once it is in the queue.",
		"fields missing: Album is missing. Fill in what this site requires.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFieldsAreAskedForOnlyWhereTheyCanBeTold(t *testing.T) {
	full, blank := map[string]string{"Title": "Dub"}, map[string]string{"Title": "", "Album": ""}
	candidates := []Candidate{
		{UploadID: 1, Meta: map[string]string{"Album": "x"}}, // its title stands
		{UploadID: 1, Meta: blank},                           // and is erased; no album stands
		{UploadID: 2, Meta: map[string]string{"Album": "x"}}, // what stands is not known
		{UploadID: 2, Meta: blank},
		{TrackID: 3, Meta: blank},
		{Source: "/none/a.txt", Meta: blank},
		{Source: "/none/b.txt", Meta: full},
		{Source: "/none/old.wav", Meta: map[string]string{"Album": "x"}}, // the upload it joins may have one
	}
	known := Known{FileNames: map[string][]int64{"old.mp3": {1}}, Meta: map[int64]map[string]string{1: full}}
	findings := checked(t, candidates, known, Rules{Required: []string{"Title"}})
	want := [][]Kind{
		nil,
		{BlankErases, FieldsMissing},
		nil,
		{BlankErases},
		{BlankErases},
		{NoAudioEnding, FieldsMissing},
		{NoAudioEnding},
		{JoinsUpload, FileGone},
	}
	if diff := cmp.Diff(want, kindsOf(len(candidates), findings)); diff != "" {
		t.Error(diff)
	}
	if got := findings[0].Text; got != "Sent blank, Title would erase what stands on the site. Leave the column out to keep it." {
		t.Error(got)
	}
	if got := findings[2].Text; !strings.HasPrefix(got, "Sent blank, Album and Title may erase") {
		t.Error(got)
	}
}

func TestACheckThatWasStoppedSaysWhatItDidNotCheck(t *testing.T) {
	dir := t.TempDir()
	candidates := []Candidate{
		{Source: record(t, audio.WAV, dir, "a.wav")},
		{Source: "https://h.example/b.mp3"},
		{Source: "https://h.example/c.flac"},
		{UploadID: 1, Meta: map[string]string{"Title": "x"}},
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var last Progress
	findings := Check(ctx, nil, candidates, Known{}, Rules{}, func(p Progress) { last = p })
	want := [][]Kind{{NotChecked}, {NotChecked}, {NoAudioEnding}, nil}
	if diff := cmp.Diff(want, kindsOf(len(candidates), findings)); diff != "" {
		t.Error(diff)
	}
	if last.Checked != 2 || last.Of != 4 {
		t.Errorf("the last progress is %+v", last)
	}
}
