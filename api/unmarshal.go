package api

import (
	"bytes"
	"errors"
	"fmt"
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
// numbered members, or a comma list. A whole answer that has other members is no list, nor is a number
// or true: what they hold would be taken for names.
func (f *Fields) UnmarshalJSON(raw []byte) error {
	o, err := readObject(raw)
	list, found := o["fields"]
	if err != nil {
		list = raw
	} else if !found {
		for name := range o {
			if !isNumber(name) {
				return errors.New("no fields are listed")
			}
		}
		list = raw
	}
	if list = bytes.TrimSpace(list); !isEmpty(list) && !bytes.ContainsAny(list[:1], `[{"`) {
		return errors.New("the fields are not a list")
	}
	f.Fields = object{"fields": list}.texts("fields")
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
