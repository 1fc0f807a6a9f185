package desk

import (
	"context"
	"log/slog"
	"path/filepath"
	"testing"

	"pressroom/ui/desk/ledger"
)

// TestWhatIsAskedForWhileTheLedgerIsReadIsSentOnce asks for a job between the showing of a site and the
// reading of its book.
func TestWhatIsAskedForWhileTheLedgerIsReadIsSentOnce(t *testing.T) {
	l, err := ledger.Open(context.Background(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	d, err := New(Options{
		Ledger: l, Keys: &fakeKeys{}, Notifier: &fakeNotifier{}, Web: &fakeWeb{},
		Dial:     func(string, string) (Site, error) { return newFakeSite(0), nil },
		Practice: func(context.Context) (PracticeSite, error) { return PracticeSite{}, nil },
		Show:     func(View) {}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	s := newSeat(d, ledger.Site{ID: siteAddress, Name: "Northlight Music", Address: siteAddress})
	d.seats[siteAddress], d.current = s, siteAddress
	d.CreateJob("Imports 11/20", "")
	d.inbox[0]() // by hand: the desk was not started
	book, err := l.Book(context.Background(), siteAddress)
	if err != nil {
		t.Fatal(err)
	}
	s.load(book)
	if len(s.lane) != 1 {
		t.Errorf("the lane holds %d calls for one job: %v", len(s.lane), s.lane)
	}
}
