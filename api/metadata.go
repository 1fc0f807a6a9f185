package api

import (
	"context"
	"errors"
	"net/url"
	"strconv"
)

// SetMetadata sets fields of an upload that is not published, at least one, by the standard names
// that [Client.AvailableFields] tells. A blank value may take away what stands; a field that is not
// named stays as it is. Formats set what it is to be published as, too; none leaves them. Source: the
// public documentation of setMetadata, which does not say what it answers; Upload.Meta in the answer
// is what now stands, where the site gives it.
//
// The call may be repeated with the same values.
func (c *Client) SetMetadata(ctx context.Context, uploadID int64, meta map[string]string, formats []Format) (MetadataSet, error) {
	const op = "setMetadata"
	if uploadID <= 0 {
		return MetadataSet{}, badRequest(op, errors.New("the upload id is missing"))
	}
	if len(meta) == 0 {
		return MetadataSet{}, badRequest(op, errors.New("no field is named"))
	}
	form := url.Values{"upload_id": {strconv.FormatInt(uploadID, 10)}}
	if err := setMeta(form, meta); err != nil {
		return MetadataSet{}, badRequest(op, err)
	}
	if err := setFormats(form, formats); err != nil {
		return MetadataSet{}, badRequest(op, err)
	}
	set, err := call(ctx, c, op, form, func(set *MetadataSet, a answer) error {
		if a.result() == "success" && set.Upload.UploadID == 0 {
			set.Upload.UploadID = uploadID // all that it is known to say
		}
		return aboutUpload(a, set.Upload, uploadID)
	})
	set.Upload.Error = c.key.plain(set.Upload.Error)
	return set, err
}

// aboutUpload checks that an answer says success and is about an upload.
func aboutUpload(a answer, said Upload, uploadID int64) error {
	switch result := a.result(); {
	case result != "" && result != "success":
		return errors.New("the answer does not say that it was set")
	case said.UploadID == 0:
		return errors.New("the answer has no track with an upload_id")
	case said.UploadID != uploadID:
		return errors.New("the answer is about another upload")
	}
	return nil
}

// AvailableFields returns the standard names of the site's metadata fields, its own as "Custom: NAME".
// {X} and {Y} in a name stand for a number from 1, as in "Writer {X} First Name". Source: the public
// documentation of getAvailableFields, which does not say how the answer is shaped.
//
// The call changes nothing and may be repeated.
func (c *Client) AvailableFields(ctx context.Context) ([]string, error) {
	fields, err := call(ctx, c, "getAvailableFields", url.Values{}, func(f *Fields, _ answer) error {
		if len(f.Fields) == 0 {
			return errors.New("the answer names no fields")
		}
		return nil
	})
	return fields.Fields, err
}
