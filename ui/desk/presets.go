package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"pressroom/api"
	"pressroom/ui/desk/words"
)

// Format is what a track can be published as: as in the API, "mp3".
type Format = api.Format

// Formats are all formats, in the order in which they are listed.
func Formats() []Format { return api.Formats() }

// Preset is a named set of formats.
type Preset struct {
	Name    string   `json:"name"`
	Formats []Format `json:"formats"`
}

// PresetView is a preset as the selection's panel offers it.
type PresetView struct {
	Preset
	// Preview says what it would change: "412 of 500 change: +aiff 300, –wav 112".
	Preview string
	Changes int // tracks that would change
}

// firstPresets are there until the person has their own.
func firstPresets() []Preset {
	return []Preset{
		{words.T("Web only"), []api.Format{api.MP3}},
		{words.T("Broadcast"), []api.Format{api.MP3, api.AIFF}},
		{words.T("Everything"), api.Formats()},
	}
}

// errNoPresets means that a text is no list of presets.
var errNoPresets = errors.New("these are no presets: each needs a name of its own and at least one of mp3, aiff and wav")

// checkPresets tidies presets up.
func checkPresets(presets []Preset) ([]Preset, error) {
	names := map[string]bool{}
	var good []Preset
	for _, p := range presets {
		p.Name = strings.Join(strings.Fields(p.Name), " ")
		var formats []api.Format
		for _, f := range p.Formats {
			known, err := api.ParseFormat(string(f))
			if err != nil {
				return nil, errNoPresets
			}
			formats = append(formats, known)
		}
		p.Formats = slices.Compact(api.SortFormats(formats))
		if p.Name == "" || len([]rune(p.Name)) > 40 || len(p.Formats) == 0 || names[fold(p.Name)] {
			return nil, errNoPresets
		}
		names[fold(p.Name)] = true
		good = append(good, p)
	}
	return good, nil
}

func (d *Desk) keptPresets() []Preset {
	var kept []Preset
	value := d.setting("", settingPresets)
	if value == "" {
		return firstPresets()
	}
	err := json.Unmarshal([]byte(value), &kept)
	if err == nil {
		kept, err = checkPresets(kept)
	}
	if err != nil {
		d.Log.Warn("the presets cannot be read", "error", err)
		return firstPresets()
	}
	return kept
}

// SetPresets keeps these presets in place of those that there were.
func (d *Desk) SetPresets(presets []Preset) {
	presets = slices.Clone(presets)
	d.post(func() { d.takePresets(presets) })
}

func (d *Desk) takePresets(presets []Preset) bool {
	good, err := checkPresets(presets)
	if err != nil {
		d.notice(ToneErrored, words.T("The presets were not kept: each needs a name of its own, of at most 40 letters, and at least one format."))
		return false
	}
	content, err := json.Marshal(good)
	if err != nil || !d.settle("", settingPresets, string(content)) { // the first never happens
		return false
	}
	d.presets = good
	d.presetted++
	d.touch()
	return true
}

// ExportPresets writes the presets into a file, for another computer's Pressroom.
func (d *Desk) ExportPresets(path string) {
	d.post(func() {
		content, err := json.MarshalIndent(d.presets, "", "  ")
		if err == nil {
			d.save(path, words.N(len(d.presets), "%d preset", "%d presets"), func(w io.Writer) error { _, err := w.Write(content); return err })
		}
	})
}

// ImportPresets takes presets from a file that ExportPresets wrote: those of the same name become these.
func (d *Desk) ImportPresets(path string) {
	away(d, func(context.Context) (read []Preset, err error) {
		const most = 1 << 20
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer func() { _ = file.Close() }()
		content, err := io.ReadAll(io.LimitReader(file, most))
		if err == nil {
			err = json.Unmarshal(content, &read)
		}
		return read, err
	}, func(read []Preset, err error) {
		if err != nil || len(read) == 0 {
			d.Log.Info("read presets", "error", err)
			d.notice(ToneErrored, words.T("That file holds no presets. Choose one that Pressroom wrote."))
			return
		}
		merged := slices.DeleteFunc(slices.Clone(d.presets), func(old Preset) bool {
			return slices.ContainsFunc(read, func(p Preset) bool { return fold(p.Name) == fold(old.Name) })
		})
		if d.takePresets(append(merged, read...)) {
			d.notice(ToneDone, words.N(len(read), "%d preset was taken over.", "%d presets were taken over."))
		}
	})
}

// presetViews are the presets, with what each would change of the uploads, given by the formats that
// they have.
func (d *Desk) presetViews(lists map[string]int) []PresetView {
	views := make([]PresetView, len(d.presets))
	for n, p := range d.presets {
		views[n] = PresetView{Preset: p}
		views[n].Preview, views[n].Changes = preview(p, lists)
	}
	return views
}

// preview says what a preset would change.
func preview(p Preset, lists map[string]int) (said string, changed int) {
	all := 0
	more, less := map[api.Format]int{}, map[api.Format]int{}
	for list, n := range lists {
		all += n
		has := apiFormats(list)
		if slices.Equal(has, p.Formats) {
			continue
		}
		changed += n
		for _, f := range api.Formats() {
			switch is, was := slices.Contains(p.Formats, f), slices.Contains(has, f); {
			case is && !was:
				more[f] += n
			case was && !is:
				less[f] += n
			}
		}
	}
	if changed == 0 {
		return words.T("Nothing would change."), 0
	}
	var parts []string
	for _, f := range api.Formats() {
		if more[f] > 0 {
			parts = append(parts, fmt.Sprintf("+%s %s", f, words.Figure(more[f])))
		}
		if less[f] > 0 {
			parts = append(parts, fmt.Sprintf("–%s %s", f, words.Figure(less[f])))
		}
	}
	return words.N(changed, "%d of %s changes: %s", "%d of %s change: %s", words.Figure(all), strings.Join(parts, ", ")), changed
}
