package api

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// UnmarshalJSON reads a page of uploads in any of these shapes, whose members may be missing:
//
//	{"count": 2, "pg": 0, "show": 100, "uploads": [{"upload_id": 1}, {"upload_id": 2}]}
//	{"tracks": [{"upload_id": 1}, {"upload_id": 2}]}
//	{"uploads": {"1": {"status": "uploaded"}, "2": {"status": "uploaded"}}}
//	{"1": {"track_id": 8}, "2": {"track_id": 9}}
//	[{"upload_id": 1}, {"upload_id": 2}]
//
// Of uploads and tracks, the one that is not empty counts. Count is -1 and Show 0 where the site does
// not say. An upload is named by its upload_id, by the name of its member or, failing both, by its
// track_id; one without a name is an error, and so is an object that holds no list at all, as an empty
// page would say that nothing is there.
func (p *Page) UnmarshalJSON(raw []byte) error {
	read := Page{Count: -1, Uploads: []Upload{}}
	members, err := read.listed(bytes.TrimSpace(raw))
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	inOrder := isInOrder(members)
	for at, m := range members {
		if inOrder {
			m.name = "" // a list that was written as an object
		}
		upload, err := readListed(m)
		if err != nil {
			return fmt.Errorf("uploads, number %d: %w", at+1, err)
		}
		read.Uploads = append(read.Uploads, upload)
	}
	*p = read
	return nil
}

// listed reads what a page says of itself, and returns what it lists.
func (p *Page) listed(raw []byte) ([]member, error) {
	if len(raw) > 0 && raw[0] == '[' {
		return readMembers(raw)
	}
	o, err := readObject(raw)
	if err != nil {
		return nil, err
	}
	if err := p.head(o); err != nil {
		return nil, err
	}
	list, found := o["uploads"]
	if tracks, also := o["tracks"]; also && isEmpty(list) {
		list, found = tracks, true
	}
	if found {
		return readMembers(list)
	}
	members, err := readMembers(raw)
	members = slices.DeleteFunc(members, func(m member) bool { return !isNumber(m.name) || m.value[0] != '{' })
	if err == nil && len(members) == 0 && p.Count != 0 {
		err = errors.New("no uploads are listed")
	}
	return members, err
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

// isNumber says that the name of a member is a number, as an id and a place in a list are.
func isNumber(name string) bool {
	_, err := strconv.ParseUint(name, 10, 63)
	return err == nil
}

// isInOrder says that the names are places, from 0: no id is 0.
func isInOrder(members []member) bool {
	for at, m := range members {
		if m.name != strconv.Itoa(at) {
			return false
		}
	}
	return true
}

// readListed reads one upload of a page.
func readListed(m member) (Upload, error) {
	var upload Upload
	if err := upload.UnmarshalJSON(m.value); err != nil {
		return upload, err
	}
	if upload.UploadID == 0 && upload.UpdateID == 0 {
		id, err := strconv.ParseInt(m.name, 10, 64)
		// Where the name is the track's, as in a list by track_id, it says nothing of the upload.
		if err == nil && id > 0 && id != upload.TrackID {
			upload.UploadID = id
		}
	}
	if upload.UploadID == 0 && upload.UpdateID == 0 && upload.TrackID == 0 {
		return upload, errors.New("it has no upload_id, update_id or track_id")
	}
	return upload, nil
}
