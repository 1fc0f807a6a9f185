package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Rescue is what became of a ledger that was damaged.
type Rescue struct {
	SetAside string // the damaged file, as it was
	Kept     int    // records that the new ledger has
	Lost     int    // records that could be counted and not be kept: there may have been more
}

// rescue sets a damaged file aside and reads what can be read of it into a new one.
func rescue(ctx context.Context, path string, why error) (*Ledger, error) {
	aside, err := setAside(path, time.Now())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("set the damaged ledger %s aside: %w", path, err), why)
	}
	found, lost := salvage(ctx, aside, path+".rescue")
	l, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	change, orphans := found.change()
	if err := l.Write(ctx, change); err != nil {
		return nil, errors.Join(fmt.Errorf("keep what was rescued of %s: %w", aside, err), l.Close())
	}
	if err := l.prepare(ctx); err != nil { // the numbers go on after those that were rescued
		return nil, errors.Join(err, l.Close())
	}
	l.rescued = &Rescue{
		SetAside: aside, Lost: lost + orphans,
		Kept: len(change.Sites) + len(change.Jobs) + len(change.Uploads) + len(change.Intents) + len(change.Items) +
			len(change.Settings) + len(change.Counts) + len(change.Notices),
	}
	return l, nil
}

// parts are the endings of the files that make up a ledger.
var parts = []string{"", "-wal", "-shm"}

// setAside gives the files of a ledger a name that no other has.
func setAside(path string, now time.Time) (aside string, err error) {
	ending := filepath.Ext(path)
	for n := 1; ; n++ {
		aside = strings.TrimSuffix(path, ending) + now.Format(" damaged 2006-01-02 150405")
		if n > 1 {
			aside += fmt.Sprintf(" (%d)", n)
		}
		aside += ending
		if _, err := os.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	for _, part := range parts {
		if err := os.Rename(path+part, aside+part); err != nil && !(part != "" && errors.Is(err, fs.ErrNotExist)) {
			return "", err
		}
	}
	return aside, os.RemoveAll(suspectSign(path))
}

// salvaged is what could be read of a damaged ledger.
type salvaged struct {
	sites   []Site
	jobs    []Job
	uploads []*Upload
	intents []Intent
	items   []Item

	settings []Setting
	counts   []Counts
	notices  []Notice
}

// salvage reads what it can of a copy of a damaged file: opening it may write to it.
func salvage(ctx context.Context, path, copied string) (found salvaged, lost int) {
	defer func() {
		for _, part := range parts {
			_ = os.Remove(copied + part)
		}
	}()
	for _, part := range parts[:2] {
		if err := copyFile(path+part, copied+part); err != nil && part == "" {
			return found, lost
		}
	}
	db, err := sql.Open("sqlite", addressOf(copied, nil))
	if err != nil {
		return found, lost
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	_ = migrate(ctx, db) // of an earlier version; where it fails, what fits is read all the same
	skip := func() { lost++ }
	found.sites = both(ctx, db, scanSite, skip, siteColumns, "sites", "id", func(s Site) string { return s.ID })
	found.jobs = both(ctx, db, scanJob, skip, jobColumns, "jobs", "row", func(j Job) int64 { return j.Row })
	found.uploads = both(ctx, db, newUpload(), skip, uploadColumns, "uploads", "row", func(u *Upload) int64 { return u.Row })
	found.intents = both(ctx, db, scanIntent, skip, intentColumns, "intents i", "id", func(i Intent) int64 { return i.ID })
	found.items = both(ctx, db, scanItem, skip, itemColumns, "items", "id", func(i Item) int64 { return i.ID })
	found.settings = both(ctx, db, scanSetting, skip, "site, name, value", "settings", "site", func(s Setting) [2]string { return [2]string{s.Site, s.Name} })
	found.counts = both(ctx, db, scanCounts, skip, countsColumns, "counts", "job", func(c Counts) [2]int64 { return [2]int64{c.Job, stamp(c.At)} })
	found.notices = both(ctx, db, scanNotice, skip, noticeColumns, "notices", "id", func(n Notice) int64 { return n.ID })
	return found, lost
}

// both reads a table from its beginning, and where that breaks off, from its end.
func both[T any, K comparable](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), skip func(), columns, table, by string, key func(T) K) []T {
	query := `SELECT ` + columns + ` FROM ` + table + ` ORDER BY ` + by
	found, err := rowsOf(ctx, db, scan, skip, query)
	if err == nil {
		return found
	}
	rest, _ := rowsOf(ctx, db, scan, skip, query+` DESC`) // up to where it breaks off too
	known := map[K]bool{}
	for _, one := range found {
		known[key(one)] = true
	}
	return append(found, slices.DeleteFunc(rest, func(one T) bool { return known[key(one)] })...)
}

func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
