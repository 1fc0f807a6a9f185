package desk

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"pressroom/ui/desk/ledger"
)

func TestMain(m *testing.M) {
	const toxiproxy = "github.com/Shopify/toxiproxy/v2" // which leaves some of its own behind
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction(toxiproxy+"/toxics.(*ToxicStub).Run"),
		goleak.IgnoreAnyFunction(toxiproxy+".(*ToxicLink).read"), goleak.IgnoreAnyFunction(toxiproxy+".(*ToxicLink).write"))
}

const siteAddress = "https://northlight.example"

// office is a desk on a site in memory, in virtual time.
type office struct {
	t        *testing.T
	desk     *Desk
	site     *fakeSite
	others   map[string]*fakeSite // by address; all further addresses are of site
	web      *fakeWeb
	keys     *fakeKeys
	notifier *fakeNotifier
	path     string // of the ledger
	first    string // the address that the program is started with
	tracks   []string
	book     *ledger.Ledger
	latest   atomic.Pointer[View]
	key      atomic.Value // of the last client that was made
}

// inOffice runs a test in virtual time with a desk on a site on which so many tracks wait.
func inOffice(t *testing.T, waiting int, test func(*office)) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	synctest.Test(t, func(t *testing.T) {
		o := &office{
			t: t, site: newFakeSite(waiting), path: path, notifier: &fakeNotifier{}, web: &fakeWeb{},
			keys: &fakeKeys{keys: map[string]string{}},
		}
		o.open()
		defer func() { o.close() }() // of whatever desk is open then, also where the test ends early
		o.desk.Connect("Northlight Music", siteAddress, "secret")
		o.settle()
		test(o)
	})
}

func (o *office) open() {
	o.t.Helper()
	if o.web == nil {
		o.web = &fakeWeb{}
	}
	var err error
	if o.book, err = ledger.Open(context.Background(), o.path); err != nil {
		o.t.Fatal(err)
	}
	o.desk, err = New(Options{
		Ledger: o.book, Keys: o.keys, Notifier: o.notifier, Web: o.web,
		Dial: func(address, key string) (Site, error) {
			o.key.Store(key)
			if other := o.others[address]; other != nil {
				return other, nil
			}
			return o.site, nil
		},
		Practice: func(context.Context) (PracticeSite, error) {
			return PracticeSite{Address: "http://127.0.0.1:1", Key: "practice", Offer: func(path string) (string, error) {
				return "http://127.0.0.1:1/offered/" + filepath.Base(path), nil
			}}, nil
		},
		Show: func(v View) { o.latest.Store(&v) },
		Log:  slog.New(slog.DiscardHandler),
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.desk.Start(o.first, o.tracks)
}

func (o *office) close() {
	o.t.Helper()
	o.desk.Close()
	if err := o.book.Close(); err != nil {
		o.t.Error(err)
	}
}

// settle lets everything happen that can happen without time passing, and the view that follows.
func (o *office) settle() View {
	synctest.Wait()
	time.Sleep(viewEvery) // virtual: the next view is due
	synctest.Wait()
	return *o.latest.Load()
}

// after lets virtual time pass.
func (o *office) after(d time.Duration) View {
	time.Sleep(d)
	return o.settle()
}

func (o *office) view() View { return *o.latest.Load() }

// selectAll selects every row that is shown.
func (o *office) selectAll() View {
	var ids []int64
	rows := o.view().Rows // of one view: the next may hold others
	for i := range rows.Len() {
		ids = append(ids, rows.At(i).ID)
	}
	o.desk.Select(ids)
	return o.settle()
}

// job is the job that has this name.
func (o *office) job(name string) JobView {
	o.t.Helper()
	for _, j := range o.view().Jobs {
		if j.Name == name {
			return j
		}
	}
	o.t.Fatalf("there is no job %q among %+v", name, o.view().Jobs)
	return JobView{}
}

// items are the ledger's items of one kind.
func (o *office) items(kind ledger.Kind) (found []ledger.Item) {
	o.t.Helper()
	all, err := o.book.Items(context.Background(), siteAddress)
	if err != nil {
		o.t.Fatal(err)
	}
	for _, i := range all {
		if i.Kind == kind {
			found = append(found, i)
		}
	}
	return found
}

func (o *office) noticed(part string) bool {
	for _, n := range o.view().Notices {
		if strings.Contains(n.Text, part) {
			return true
		}
	}
	return false
}

func (o *office) publishMain() {
	o.t.Helper()
	o.desk.Review(o.job("Main job").Row)
	o.settle()
	o.desk.Publish("")
	o.settle()
}
