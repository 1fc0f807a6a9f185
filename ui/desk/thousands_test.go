//go:build soak

package desk

import (
	"sync"
	"testing"
	"time"
)

// busySite takes 150 ms a setFormats, and refuses what is more than its limit.
func busySite(o *office, limit counter) (refused func() int) {
	var mu sync.Mutex
	n := 0
	o.site.on(func(c call) (error, bool) {
		if c.op != "setFormats" {
			return nil, true
		}
		mu.Lock()
		taken := limit.takes(time.Now())
		if !taken {
			n++
		}
		mu.Unlock()
		time.Sleep(150 * time.Millisecond)
		if !taken {
			return busy(c.op, time.Second), false
		}
		return nil, true
	})
	return func() int { mu.Lock(); defer mu.Unlock(); return n }
}

// changeAll sets a format for every track and returns how long that took.
func changeAll(o *office) time.Duration {
	o.selectAll()
	began := time.Now()
	o.desk.SetFormat("wav", true)
	o.desk.Select(nil) // or each of thousands of views sums the selection up
	o.settle()
	for o.view().Work.Text != "" {
		o.after(time.Second)
	}
	return time.Since(began)
}

func TestTenThousandChangesTakeAllThatEightAtOnceCan(t *testing.T) {
	inOffice(t, 10_000, func(o *office) {
		busySite(o, open{})
		took := changeAll(o)
		got, full := 10_000/took.Seconds(), 8/0.150
		t.Logf("%.1f of %.1f calls a second", got, full)
		if got < 0.95*full || o.formats() != "mp3+wav" {
			t.Errorf("%.1f calls a second, want 95 %% of %.1f; formats %s", got, full, o.formats())
		}
	})
}

func TestTenThousandChangesBehindALimitOfTenASecondAreHardlyEverRefused(t *testing.T) {
	inOffice(t, 10_000, func(o *office) {
		refused := busySite(o, &bucket{rate: 10, burst: 10, held: 10})
		took := changeAll(o)
		got := 10_000 / took.Seconds()
		t.Logf("%.2f calls a second, %d refused", got, refused())
		if got < 9.5 || refused() > 50 || o.formats() != "mp3+wav" {
			t.Errorf("%.2f calls a second, %d refused; formats %s", got, refused(), o.formats())
		}
	})
}
