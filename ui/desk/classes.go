package desk

import "pressroom/ui/desk/ledger"

// class is what matters of an upload when a selection is summed up, beside its metadata. Many have the same.
type class struct {
	job             int64
	status, formats string
	there           bool // the site has it
	ours            bool // it was added at this desk
	problem         bool // there is something to say of it
}

func classOf(e *ledger.Entry) class {
	return class{e.Job, e.Status.Text, e.Formats.Text, e.UploadID != 0, e.FromHere(), e.Problem.Text != ""}
}

// settable says that the site takes formats and metadata of an upload that it has there, unless it is about to be
// removed.
func settable(status string, there bool) bool { return waits(status) && there }

// classes are those that uploads have.
type classes struct {
	all []class
	at  map[class]int32
}

// place is where a class stands.
func (c *classes) place(of class) int32 {
	at, known := c.at[of]
	if !known {
		if c.at == nil {
			c.at = map[class]int32{}
		}
		at = int32(len(c.all))
		c.all, c.at[of] = append(c.all, of), at
	}
	return at
}
