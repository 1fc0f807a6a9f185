package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Sites returns the connected sites, the one shown last first.
func (l *Ledger) Sites(ctx context.Context) ([]Site, error) {
	return read(ctx, l, "the sites", scanSite, `SELECT `+siteColumns+` FROM sites ORDER BY used DESC, id`)
}

// The columns of the tables, as the functions below scan them.
const (
	siteColumns   = `id, name, address, practice, added, used, held`
	jobColumns    = `row, site, job_id, main, name, phase, queued, done, in_progress, errored, counted, problem, created, published, finished, told, said, on_complete, again`
	uploadColumns = `row, site, job, upload_id, track_id, source, file, status, formats, meta, problem, added, sources, published`
	countsColumns = `job, at, queued, done, in_progress, errored`
	noticeColumns = `id, site, at, tone, text`
	itemColumns   = `id, intent, site, kind, upload, job, formats, before, meta, former, count, state, problem, recorded, left_at, settled, on_complete`
	intentColumns = `id, site, kind, words, undoes, retries, recorded,
		(SELECT count(*) FROM items WHERE intent = i.id AND state = 'done'),
		(SELECT count(*) FROM items WHERE intent = i.id AND state = 'failed' AND (upload = 0 OR upload IN (SELECT row FROM uploads))),
		(SELECT count(*) FROM items WHERE intent = i.id AND state = 'stopped' AND (upload = 0 OR upload IN (SELECT row FROM uploads)))`
)

// Book returns what is known of a site.
func (l *Ledger) Book(ctx context.Context, site string) (book Book, err error) {
	if book.Jobs, err = read(ctx, l, "the jobs", scanJob, `SELECT `+jobColumns+` FROM jobs WHERE site = ? ORDER BY row`, site); err != nil {
		return Book{}, err
	}
	if book.Uploads, err = l.shelf(ctx, site); err != nil {
		return Book{}, err
	}
	if book.Open, err = read(ctx, l, "the open items", scanItem, `SELECT `+itemColumns+` FROM items WHERE site = ? AND state IN ('waiting', 'sent', 'unknown') ORDER BY id`, site); err != nil {
		return Book{}, err
	}
	if book.Intents, err = l.Intents(ctx, site); err != nil {
		return Book{}, err
	}
	return book, nil
}

// Settings returns all settings, by site and name.
func (l *Ledger) Settings(ctx context.Context) ([]Setting, error) {
	return read(ctx, l, "the settings", scanSetting, `SELECT site, name, value FROM settings ORDER BY site, name`)
}

// CountsOf returns what checkJob said of a job, oldest first.
func (l *Ledger) CountsOf(ctx context.Context, job int64) ([]Counts, error) {
	return read(ctx, l, "the counts of a job", scanCounts, `SELECT `+countsColumns+` FROM counts WHERE job = ? ORDER BY at`, job)
}

// Activity returns the latest intents and notices of a site, at most so many of each, oldest first.
func (l *Ledger) Activity(ctx context.Context, site string, most int) ([]Intent, []Notice, error) {
	intents, err := l.intents(ctx, site, most)
	if err != nil {
		return nil, nil, err
	}
	notices, err := read(ctx, l, "the notices", scanNotice, `SELECT * FROM (SELECT `+noticeColumns+` FROM notices WHERE site IN (?, '') ORDER BY id DESC LIMIT ?) ORDER BY id`, site, most)
	return intents, notices, err
}

// Intents returns the latest [KeptIntents] of a site, oldest first.
func (l *Ledger) Intents(ctx context.Context, site string) ([]Intent, error) {
	return l.intents(ctx, site, KeptIntents)
}

func (l *Ledger) intents(ctx context.Context, site string, most int) ([]Intent, error) {
	return read(ctx, l, "the intents", scanIntent, `SELECT `+intentColumns+` FROM (SELECT * FROM intents WHERE site = ? ORDER BY id DESC LIMIT ?) i ORDER BY id`, site, most)
}

// ItemsOf returns the items of one intent, oldest first.
func (l *Ledger) ItemsOf(ctx context.Context, intent int64) ([]Item, error) {
	return read(ctx, l, "the items of an intent", scanItem, `SELECT `+itemColumns+` FROM items WHERE intent = ? ORDER BY id`, intent)
}

// Items returns every item ever recorded for a site, oldest first.
func (l *Ledger) Items(ctx context.Context, site string) ([]Item, error) {
	return read(ctx, l, "the items", scanItem, `SELECT `+itemColumns+` FROM items WHERE site = ? ORDER BY id`, site)
}

func scanSite(rows *sql.Rows) (s Site, err error) {
	var added, used, held int64
	err = rows.Scan(&s.ID, &s.Name, &s.Address, &s.Practice, &added, &used, &held)
	s.Added, s.Used, s.Held = unstamp(added), unstamp(used), unstamp(held)
	return s, err
}

func scanJob(rows *sql.Rows) (j Job, err error) {
	var created, published, finished, told, said int64
	err = rows.Scan(&j.Row, &j.Site, &j.JobID, &j.Main, &j.Name, &j.Phase, &j.Queued, &j.Done, &j.InProgress,
		&j.Errored, &j.Counted, &j.Problem, &created, &published, &finished, &told, &said, &j.OnComplete, &j.Again)
	j.Created, j.Published, j.Finished, j.Told, j.Said = unstamp(created), unstamp(published), unstamp(finished), unstamp(told), unstamp(said)
	return j, err
}

// newUpload makes a function that scans uploads. What many of them have in common they share in memory.
func newUpload() func(*sql.Rows) (*Upload, error) {
	r := new(unpacker)
	var source sql.RawBytes
	var meta, sources string
	var added, published int64
	return func(rows *sql.Rows) (*Upload, error) {
		u := new(Upload)
		if err := rows.Scan(&u.Row, &u.Site, &u.Job, &u.UploadID, &u.TrackID, &source, &u.File, &u.Status,
			&u.Formats, &meta, &u.Problem, &added, &sources, &published); err != nil {
			return nil, err
		}
		u.Site, u.Status, u.Formats, u.Problem = r.share(u.Site), r.share(u.Status), r.share(u.Formats), r.share(u.Problem)
		u.Source = r.keep(source)
		if strings.HasSuffix(u.Source, u.File) {
			u.File = u.Source[len(u.Source)-len(u.File):]
		}
		u.Added, u.Published = unstamp(added), unstamp(published)
		var badMeta, badSources error
		u.Meta, badMeta = r.meta(meta)
		u.Sources, badSources = r.list(sources, u.File)
		if err := errors.Join(badMeta, badSources); err != nil {
			return nil, fmt.Errorf("%w: upload %d: %w", ErrDamaged, u.Row, err)
		}
		return u, nil
	}
}

func scanItem(rows *sql.Rows) (i Item, err error) {
	var meta, former string
	var recorded, left, settled int64
	if err = rows.Scan(&i.ID, &i.Intent, &i.Site, &i.Kind, &i.Upload, &i.Job, &i.Formats, &i.Before, &meta, &former, &i.Count,
		&i.State, &i.Problem, &recorded, &left, &settled, &i.OnComplete); err != nil {
		return i, err
	}
	i.Recorded, i.Left, i.Settled = unstamp(recorded), unstamp(left), unstamp(settled)
	if err = errors.Join(json.Unmarshal([]byte(meta), &i.Meta), json.Unmarshal([]byte(former), &i.Former)); err != nil {
		return i, fmt.Errorf("%w: item %d: %w", ErrDamaged, i.ID, err)
	}
	return i, nil
}

func scanIntent(rows *sql.Rows) (i Intent, err error) {
	var recorded int64
	err = rows.Scan(&i.ID, &i.Site, &i.Kind, &i.Words, &i.Undoes, &i.Retries, &recorded, &i.Done, &i.Failed, &i.Stopped)
	i.Recorded = unstamp(recorded)
	return i, err
}

func scanSetting(rows *sql.Rows) (s Setting, err error) {
	return s, rows.Scan(&s.Site, &s.Name, &s.Value)
}

func scanCounts(rows *sql.Rows) (c Counts, err error) {
	var at int64
	err = rows.Scan(&c.Job, &at, &c.Queued, &c.Done, &c.InProgress, &c.Errored)
	c.At = unstamp(at)
	return c, err
}

func scanNotice(rows *sql.Rows) (n Notice, err error) {
	var at int64
	err = rows.Scan(&n.ID, &n.Site, &at, &n.Tone, &n.Text)
	n.At = unstamp(at)
	return n, err
}

// read reads rows. Damage that it meets is remembered for the next opening.
func read[T any](ctx context.Context, l *Ledger, what string, scan func(*sql.Rows) (T, error), query string, values ...any) ([]T, error) {
	found, err := rowsOf(ctx, l.db, scan, nil, query, values...)
	if err != nil {
		return nil, l.met(what, err)
	}
	return found, nil
}

// met says what an error kept from being read.
func (l *Ledger) met(what string, err error) error {
	if damaged(err) {
		l.suspectNext()
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return fmt.Errorf("read %s of the ledger: %w", what, err)
}

// rowsOf reads rows until one cannot be read. Where skip is given, it is told of rows that make no
// sense, and they are left out.
func rowsOf[T any](ctx context.Context, db *sql.DB, scan func(*sql.Rows) (T, error), skip func(), query string, values ...any) (found []T, err error) {
	rows, err := db.QueryContext(ctx, query, values...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		one, err := scan(rows)
		switch {
		case err == nil:
			found = append(found, one)
		case skip == nil:
			return found, err
		default:
			skip()
		}
	}
	return found, rows.Err()
}
