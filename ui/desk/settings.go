package desk

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"pressroom/ui/desk/ledger"
	"pressroom/ui/desk/words"
)

// The names of settings in the ledger.
const (
	settingPresets  = "presets"  // of all sites
	settingColumns  = "columns"  // of a site: how its table is arranged, as the window writes it
	settingRequired = "required" // of a site: fields that every track must have
	settingFields   = "fields"   // of a site: the fields that it named last
	settingBatch    = "batch "   // of a site, and then an intent: the tracks of it that were still to be written down after the first
	settingPoured   = "poured "  // of a site, and then an intent: how many of those are
	settingTelling  = "telling"  // of all sites: when the desktop says that jobs ended
	settingRemoved  = "removed"  // of a site: it is not shown, and its history is kept
	settingForget   = "forget"   // of a site: its key is to go out of the keyring, which has not done it yet
	settingMapping  = "mapping " // of a site, and then what a manifest's columns are called: what they mean
)

// settingKey names a setting of a site, or of all where site is empty.
type settingKey struct{ site, name string }

// loadSettings takes up what was settled before. What was settled since then stands.
func (d *Desk) loadSettings(settings []ledger.Setting) {
	for _, s := range settings {
		key := settingKey{s.Site, s.Name}
		if _, since := d.settings[key]; !since {
			d.settings[key] = s.Value
		}
	}
	d.presets = d.keptPresets()
	d.settled = true
	for _, s := range d.seats {
		s.pourAgain()
	}
}

// takeSettings takes up the settings that were read at the start, or says that they could not be.
func (d *Desk) takeSettings(settings []ledger.Setting, err error) {
	if err != nil {
		d.Log.Error("read the settings", "error", err)
		d.notice(ToneErrored, words.T("Pressroom could not read its settings, so presets and columns stand as at first."))
	}
	d.loadSettings(settings)
	d.touch()
}

// setting is what was settled, empty where nothing was.
func (d *Desk) setting(site, name string) string { return d.settings[settingKey{site, name}] }

// settle keeps a setting, and reports whether it could.
func (d *Desk) settle(site, name, value string) bool {
	key := settingKey{site, name}
	if kept, known := d.settings[key]; known && kept == value {
		return true
	}
	if !d.write(ledger.Change{Settings: []ledger.Setting{{Site: site, Name: name, Value: value}}}) {
		return false
	}
	d.settings[key] = value
	d.touch()
	return true
}

// listSetting is a setting that is a list.
func (d *Desk) listSetting(site, name string) (list []string) {
	if value := d.setting(site, name); value != "" && json.Unmarshal([]byte(value), &list) != nil {
		d.Log.Warn("a setting is no list", "site", site, "name", name)
	}
	return list
}

func (d *Desk) settleList(site, name string, list []string) {
	value := ""
	if len(list) > 0 {
		content, err := json.Marshal(list)
		if err != nil {
			return // strings can always be written
		}
		value = string(content)
	}
	d.settle(site, name, value)
}

// KeepColumns keeps how the table of the shown site is arranged, as the window describes it.
func (d *Desk) KeepColumns(arranged string) {
	d.at(func(s *seat) { d.settle(s.site.ID, settingColumns, arranged) })
}

// Require has every track of the shown site need these fields before it is queued or published.
func (d *Desk) Require(fields []string) {
	var wanted []string
	for _, f := range fields {
		if f = strings.TrimSpace(f); f != "" && !slices.Contains(wanted, f) {
			wanted = append(wanted, f)
		}
	}
	d.at(func(s *seat) { d.settleList(s.site.ID, settingRequired, wanted) })
}

// required are the fields that every track of the site must have.
func (s *seat) required() []string { return s.d.listSetting(s.site.ID, settingRequired) }

// lookUpFields has the site tell the fields of metadata that it knows.
func (s *seat) lookUpFields() {
	if s.fields != nil || s.fieldsAsked || s.client == nil {
		return
	}
	s.fieldsAsked = true
	ask(s, func(ctx context.Context, site Site) ([]string, error) { return site.AvailableFields(ctx) },
		func(fields []string, err error) {
			s.fieldsAsked = false
			if err != nil {
				s.d.Log.Info("ask for the fields of metadata", "site", s.site.ID, "error", err)
				return // those that it named last are shown, or those that every site has
			}
			s.fields = fields
			s.d.settleList(s.site.ID, settingFields, fields)
			s.proposeAnew()
		})
}

// commonFields are fields that every site has, for as long as it has not told its own.
var commonFields = []string{"Title", "Catalog", "Album", "Artist", "Composer", "Publisher", "Genre", "Keywords", "BPM", "ISRC", "Description", "Track Number", "Release Date"}

// knownFields are the fields of metadata that the site named, now or earlier.
func (s *seat) knownFields() []string {
	if s.fields != nil {
		return s.fields
	}
	if kept := s.d.listSetting(s.site.ID, settingFields); len(kept) > 0 {
		return kept
	}
	return commonFields
}
