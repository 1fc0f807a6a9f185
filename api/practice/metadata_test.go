package practice

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pressroom/api"
)

func TestMetadataIsSetFieldByField(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	up := c.upload(t, 296204, "http://host.example/a.wav", "")
	steps := []struct {
		kind, body string
		want       map[string]string
	}{
		{
			"application/x-www-form-urlencoded", "meta[Title]=One&meta[writer 1 first name]=Ada&meta[Custom: Shelf]=7",
			map[string]string{"Title": "One", "Writer 1 First Name": "Ada", "Custom: Shelf": "7"},
		},
		{
			"application/json", `{"meta":{"Album":"Two","Title":"","BPM":120}}`,
			map[string]string{"Album": "Two", "BPM": "120", "Writer 1 First Name": "Ada", "Custom: Shelf": "7"},
		},
		{
			"application/json", `{"meta[Publisher 2 Collection Share Percentage 3]":"50","meta":{"Custom: Shelf":"","Writer 1 First Name":null,"BPM":" "}}`,
			map[string]string{"Album": "Two", "Publisher 2 Collection Share Percentage 3": "50", "Writer 1 First Name": "Ada"},
		},
	}
	for _, step := range steps {
		status, body := c.send(t, http.MethodPost, "setMetadata", "token="+c.token+"&upload_id="+id(up), step.kind, step.body)
		if got := c.list(t, nil).Uploads[0].Meta; status != http.StatusOK || !cmp.Equal(got, step.want) {
			t.Errorf("%s answered %d %s; there is %v", step.body, status, body, got)
		}
	}
	status, body := c.call(t, "setMetadata", fields{"upload_id": id(up), "meta[Album]": "", "meta[Publisher 2 Collection Share Percentage 3]": "", "meta[Writer 1 First Name]": "", "formats": "wav,aif"})
	want := `{"result":"success","track":{"upload_id":` + id(up) + `,"status":"uploaded","formats":["aiff","wav"],"sources":["wav"],"meta":{}}}`
	if status != http.StatusOK || strings.TrimSpace(body) != want {
		t.Errorf("answered %d %s, not %s", status, body, want)
	}
}

func TestEveryFieldThatIsAvailableCanBeSet(t *testing.T) {
	t.Parallel()
	c := caller(t, openSite(t, Options{}))
	var known api.Fields
	c.ok(t, "getAvailableFields", nil, &known)
	given := fields{"url": "http://host.example/a.wav"}
	want := map[string]string{}
	for _, field := range known.Fields {
		field = strings.NewReplacer("{X}", "12", "{Y}", "3").Replace(field)
		given["meta["+strings.ToLower(field)+"]"] = "a value"
		want[field] = "a value"
	}
	// A custom field's name is the site's own, in whatever case.
	delete(given, "meta[custom: internal id]")
	given["meta[Custom: Internal ID]"] = "a value"
	var up api.Upload
	c.ok(t, "upload", given, &up)
	if len(known.Fields) < 30 || !cmp.Equal(up.Meta, want) {
		t.Errorf("of %d fields: %s", len(known.Fields), cmp.Diff(want, up.Meta))
	}
	for _, unknown := range []string{"Titel", "Writer 0 First Name", "Writer {X} First Name", "Writer First Name", "Custom: ", ""} {
		c.refused(t, http.StatusBadRequest, "upload", fields{"url": "http://host.example/b.wav", "meta[" + unknown + "]": "x"})
	}
}
