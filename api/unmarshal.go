package api

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// UnmarshalJSON reads an upload as sites may write it: ids as numbers, numeric strings or null;
// formats and sources as a list, a comma list or null; meta as an object, [] or null, with values of
// any type, which become texts. Formats, Sources and Meta are never nil afterwards. The texts
// are the site's own, untrusted and unbounded.
func (u *Upload) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return fmt.Errorf("upload: %w", err)
	}
	read := Upload{
		Status: Status(readText(o["status"])), Formats: o.formats("formats"), Sources: o.texts("sources"),
		Meta: map[string]string{}, Error: newErrorMember(o).words,
	}
	read.SearchableAt = o.when("searchable_at")
	for name, id := range map[string]*int64{
		"upload_id": &read.UploadID, "update_id": &read.UpdateID, "update_to": &read.UpdateTo,
		"job_id": &read.JobID, "track_id": &read.TrackID,
	} {
		if *id, err = o.id(name); err != nil {
			return err
		}
	}
	meta, err := readObject(o["meta"])
	if err != nil {
		return fmt.Errorf("meta: %w", err)
	}
	for field, value := range meta {
		read.Meta[field] = readText(value)
	}
	*u = read
	return nil
}

// UnmarshalJSON reads counts. One that is left out is zero (source: the public documentation of
// checkJob, whose example does so); where all four are, as in {} and [], Known is false.
// A negative or broken count is an error.
func (c *Counts) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return fmt.Errorf("counts: %w", err)
	}
	var read Counts
	for name, count := range map[string]*int{"q": &read.Queued, "d": &read.Done, "i": &read.InProgress, "e": &read.Errored} {
		n, said, err := o.count(name)
		if err != nil {
			return err
		}
		*count, read.Known = n, read.Known || said
	}
	*c = read
	return nil
}

// UnmarshalJSON reads a job's id as a number or a numeric string.
func (j *Job) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return fmt.Errorf("job: %w", err)
	}
	j.JobID, err = o.id("job_id")
	return err
}

// UnmarshalJSON reads the upload as [Upload.UnmarshalJSON] does, and added like its formats.
func (f *FormatsSet) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return err
	}
	read := FormatsSet{Added: o.formats("added")}
	if err := read.Upload.UnmarshalJSON(o["track"]); err != nil {
		return fmt.Errorf("track: %w", err)
	}
	*f = read
	return nil
}

// UnmarshalJSON reads the upload as [Upload.UnmarshalJSON] does.
func (m *MetadataSet) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return err
	}
	var read MetadataSet
	if err := read.Upload.UnmarshalJSON(o["track"]); err != nil {
		return fmt.Errorf("track: %w", err)
	}
	*m = read
	return nil
}

// UnmarshalJSON reads the names as a member "fields", or as the whole answer; as a list, an object of
// numbered members, or a comma list.
func (f *Fields) UnmarshalJSON(raw []byte) error {
	list := object{"fields": raw}
	if o, err := readObject(raw); err == nil {
		if _, found := o["fields"]; found {
			list = o
		}
	}
	f.Fields = list.texts("fields")
	return nil
}

// UnmarshalJSON reads ids as numbers or numeric strings.
func (u *Update) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return err
	}
	var read Update
	if read.TrackID, err = o.id("update_to"); err != nil {
		return err
	}
	if read.UpdateID, err = o.id("update_id"); err != nil {
		return err
	}
	*u = read
	return nil
}

// UnmarshalJSON reads the number as a number or a numeric string; where it is missing it is -1.
func (d *Deleted) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return err
	}
	n, said, err := o.count("deleted")
	if err != nil {
		return err
	}
	if d.Count = n; !said {
		d.Count = -1
	}
	return nil
}

// UnmarshalJSON reads numbers as numbers or numeric strings.
func (p *PublishStarted) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	if err != nil {
		return err
	}
	read := PublishStarted{OnComplete: readText(o["oncomplete"])}
	if read.JobID, err = o.id("job_id"); err != nil {
		return err
	}
	if read.Queued, _, err = o.count("queued"); err != nil {
		return err
	}
	*p = read
	return nil
}

// UnmarshalJSON reads a page of uploads in any of these shapes, whose members may be missing:
//
//	{"count": 2, "pg": 0, "show": 100, "uploads": [{"upload_id": 1}, {"upload_id": 2}]}
//	{"tracks": [{"upload_id": 1}, {"upload_id": 2}]}
//	{"uploads": {"1": {"status": "uploaded"}, "2": {"status": "uploaded"}}}
//	[{"upload_id": 1}, {"upload_id": 2}]
//
// Count is -1 and Show 0 where the site does not say. An upload is named by its upload_id, by the
// name of its member or, failing both, by its track_id; one without a name is an error, and so is an
// object that holds no list at all, as an empty page would say that nothing is there.
func (p *Page) UnmarshalJSON(raw []byte) error {
	read := Page{Count: -1, Uploads: []Upload{}}
	list := bytes.TrimSpace(raw)
	if len(list) == 0 || list[0] != '[' {
		o, err := readObject(raw)
		if err != nil {
			return fmt.Errorf("page: %w", err)
		}
		if err := read.head(o); err != nil {
			return err
		}
		var found bool
		if list, found = o["uploads"]; !found {
			if list, found = o["tracks"]; !found && read.Count != 0 {
				return errors.New("page: no uploads are listed")
			}
		}
	}
	members, err := readMembers(list)
	if err != nil {
		return fmt.Errorf("uploads: %w", err)
	}
	for at, m := range members {
		upload, err := readListed(m)
		if err != nil {
			return fmt.Errorf("uploads, number %d: %w", at+1, err)
		}
		read.Uploads = append(read.Uploads, upload)
	}
	*p = read
	return nil
}

// head reads what a page says of itself.
func (p *Page) head(o object) error {
	count, said, err := o.count("count")
	if err != nil {
		return err
	}
	if said {
		p.Count = count
	}
	if p.Page, _, err = o.count("pg"); err != nil {
		return err
	}
	p.Show, _, err = o.count("show")
	return err
}

// readListed reads one upload of a page.
func readListed(m member) (Upload, error) {
	var upload Upload
	if err := upload.UnmarshalJSON(m.value); err != nil {
		return upload, err
	}
	if upload.UploadID == 0 && upload.UpdateID == 0 {
		if id, err := strconv.ParseInt(m.name, 10, 64); err == nil && id > 0 {
			upload.UploadID = id
		}
	}
	if upload.UploadID == 0 && upload.UpdateID == 0 && upload.TrackID == 0 {
		return upload, errors.New("it has no upload_id, update_id or track_id")
	}
	return upload, nil
}
