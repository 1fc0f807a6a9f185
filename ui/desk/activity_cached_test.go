package desk

import (
	"testing"
	"time"
)

func TestLogIsMadeAnewOnlyWhereItIsAnother(t *testing.T) {
	inOffice(t, 1, func(o *office) {
		o.desk.CreateJob("Imports", "")
		o.settle()
		o.desk.FindActivity("")
		first := o.settle().Activity
		if first == nil || first.Loading || first.All == 0 || len(first.Lines) != first.All {
			t.Fatalf("the log is %+v", first)
		}
		o.desk.Select(nil)
		if o.settle().Activity != first {
			t.Error("a view in which nothing of it changed has another")
		}
		o.desk.FindActivity("imports")
		second := o.settle().Activity
		if second == first || second.Query != "imports" || len(second.Lines) == 0 {
			t.Errorf("searched, it is %+v", second)
		}
		o.desk.CreateJob("Imports again", "")
		if third := o.settle().Activity; third.All <= second.All || third.Lines[0].What == second.Lines[0].What {
			t.Errorf("with more to tell, it is %+v", third)
		}
		before := o.view().Activity
		o.after(24 * time.Hour)
		o.desk.Select(nil)
		if now := o.settle().Activity; now.Lines[len(now.Lines)-1].When == before.Lines[len(before.Lines)-1].When {
			t.Errorf("a day later, the times still read %q", before.Lines[0].When)
		}
		o.desk.LeaveActivity()
		if o.settle().Activity != nil {
			t.Error("the log stays open")
		}
	})
}
