package desk

import (
	"context"
	"os"
	"testing"
	"time"

	"pressroom/ui/desk/ledger"
)

func TestADamagedLedgerIsSetAsideAndSaidWithItsName(t *testing.T) {
	inOffice(t, 3, func(o *office) {
		o.selectAll()
		o.desk.SetFormat("wav", true)
		o.after(time.Minute)
		o.close()
		file, err := os.ReadFile(o.path)
		if err != nil {
			t.Fatal(err)
		}
		clear(file[len(file)-4096:])
		if err := os.WriteFile(o.path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		o.keys.keys[siteAddress] = "again"
		o.open()
		v := o.after(time.Minute)
		if !o.noticed("The ledger was damaged. It was set aside as “ledger damaged ") {
			t.Errorf("%+v", v.Notices)
		}
		if v.Rows.Len() != 3 || v.Site == nil || v.Site.State != SiteReady {
			t.Errorf("%d rows, site %+v", v.Rows.Len(), v.Site)
		}
		items, err := o.book.Items(context.Background(), siteAddress)
		for _, i := range items {
			if i.State == ledger.Sent {
				t.Errorf("%+v", i)
			}
		}
		if err != nil {
			t.Error(err)
		}
	})
}
