package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync/atomic"
	"time"

	_ "modernc.org/sqlite" // the driver
)

// Ledger is an open ledger file. Its methods may be called from several goroutines.
type Ledger struct {
	db      *sql.DB
	path    string
	next    atomic.Int64
	rescued *Rescue
	stale   int64 // see [staleShelf]
}

// ErrSettled means that a write would have unsettled an item that was done, failed or stopped.
var ErrSettled = errors.New("an item that is settled cannot be opened again")

// ErrNewer means that the file was written by a later version of the program.
var ErrNewer = errors.New("the ledger was written by a newer Pressroom; install that version to open it")

// ErrDamaged means that the file is not what was written. The next [Open] sets it aside.
var ErrDamaged = errors.New("the ledger is damaged")

// Open opens the ledger at path and makes it where there is none. A damaged file is set aside, under a
// name of its own beside it, and what can be read of it goes into a new one: see [Ledger.Rescued].
func Open(ctx context.Context, path string) (*Ledger, error) {
	suspect := isSuspect(path)
	l, err := open(ctx, path)
	if err == nil && suspect {
		if err = check(ctx, l.db); err != nil {
			err = errors.Join(err, l.Close())
		}
	}
	if damaged(err) {
		return rescue(ctx, path, err)
	}
	return l, err
}

// durable is what keeps a commit through a power cut.
var durable = "synchronous(FULL)"

// open opens a file that is whole.
func open(ctx context.Context, file string) (*Ledger, error) {
	db, err := sql.Open("sqlite", addressOf(file, url.Values{"_pragma": {"journal_mode(WAL)", durable, "busy_timeout(5000)", "foreign_keys(ON)"}}))
	if err != nil {
		return nil, fmt.Errorf("open the ledger %s: %w", file, err)
	}
	db.SetMaxOpenConns(1)
	l := &Ledger{db: db, path: file, stale: staleShelf}
	if err := l.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open the ledger %s: %w", file, err), db.Close())
	}
	return l, nil
}

// addressOf is how SQLite is told of a file.
func addressOf(file string, query url.Values) string {
	path := filepath.ToSlash(file)
	if filepath.VolumeName(file) != "" {
		path = "/" + path // C:/… becomes file:/C:/…
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path, RawQuery: query.Encode()}).String()
}

func (l *Ledger) prepare(ctx context.Context) error {
	if err := migrate(ctx, l.db); err != nil {
		return err
	}
	var last int64
	// Each of them by an index: a long history must not make the start slow.
	const highest = `SELECT max(coalesce((SELECT max(row) FROM jobs), 0), coalesce((SELECT max(row) FROM uploads), 0),
		coalesce((SELECT max(id) FROM intents), 0), coalesce((SELECT max(id) FROM items), 0), coalesce((SELECT max(intent) FROM items), 0),
		coalesce((SELECT max(id) FROM notices), 0))`
	if err := l.db.QueryRowContext(ctx, highest).Scan(&last); err != nil {
		return err
	}
	l.next.Store(last)
	return nil
}

// Rescued says what became of a damaged file; nil where it was whole.
func (l *Ledger) Rescued() *Rescue { return l.rescued }

// Close closes the file.
func (l *Ledger) Close() error { return l.db.Close() }

// NewRow returns a number that no row, item or intent of this ledger has yet.
func (l *Ledger) NewRow() int64 { return l.next.Add(1) }

// Write writes the change, all of it or nothing, and returns once it is on the disk.
func (l *Ledger) Write(ctx context.Context, change Change) error {
	tx, err := l.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // no effect once committed
	for _, step := range []func(context.Context, *sql.Tx, Change) error{
		writeSites, writeJobs, writeUploads, writeIntents, writeItems, writeRest,
	} {
		if err := step(ctx, tx, change); err != nil {
			return fmt.Errorf("write to the ledger: %w", err)
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write to the ledger: %w", err)
	}
	return nil
}

func writeSites(ctx context.Context, tx *sql.Tx, change Change) error {
	for _, s := range change.Sites {
		if _, err := tx.ExecContext(ctx, `INSERT INTO sites (id, name, address, practice, added, used, held)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
			name = excluded.name, address = excluded.address, used = excluded.used, held = excluded.held`,
			s.ID, s.Name, s.Address, s.Practice, stamp(s.Added), stamp(s.Used), stamp(s.Held)); err != nil {
			return err
		}
	}
	return nil
}

func writeJobs(ctx context.Context, tx *sql.Tx, change Change) error {
	for _, j := range change.Jobs {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO jobs
			(row, site, job_id, main, name, phase, queued, done, in_progress, errored, counted,
			 problem, created, published, finished, told, said, on_complete, again)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			j.Row, j.Site, j.JobID, j.Main, j.Name, j.Phase, j.Queued, j.Done, j.InProgress, j.Errored, j.Counted,
			j.Problem, stamp(j.Created), stamp(j.Published), stamp(j.Finished), stamp(j.Told), stamp(j.Said), j.OnComplete, j.Again); err != nil {
			return err
		}
	}
	return nil
}

func writeUploads(ctx context.Context, tx *sql.Tx, change Change) error {
	put, err := tx.PrepareContext(ctx, `INSERT OR REPLACE INTO uploads
		(row, site, job, upload_id, track_id, source, file, status, formats, meta, problem, added, sources, published)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	for _, u := range change.Uploads {
		meta, err := json.Marshal(u.Meta)
		if err != nil {
			return err
		}
		sources, err := json.Marshal(u.Sources)
		if err != nil {
			return err
		}
		if _, err := put.ExecContext(ctx, u.Row, u.Site, u.Job, u.UploadID, u.TrackID, u.Source, u.File,
			u.Status, u.Formats, string(meta), u.Problem, stamp(u.Added), string(sources), stamp(u.Published)); err != nil {
			return err
		}
	}
	for _, row := range change.Gone {
		if _, err := tx.ExecContext(ctx, `DELETE FROM uploads WHERE row = ?`, row); err != nil {
			return err
		}
	}
	return nil
}

func writeIntents(ctx context.Context, tx *sql.Tx, change Change) error {
	for _, i := range change.Intents {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO intents (id, site, kind, words, undoes, retries, recorded) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			i.ID, i.Site, i.Kind, i.Words, i.Undoes, i.Retries, stamp(i.Recorded)); err != nil {
			return err
		}
	}
	return nil
}

func writeItems(ctx context.Context, tx *sql.Tx, change Change) error {
	put, err := tx.PrepareContext(ctx, `INSERT INTO items
		(id, intent, site, kind, upload, job, formats, before, meta, former, count, state, problem, recorded, left_at, settled, on_complete)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, problem = excluded.problem, upload = excluded.upload,
		before = excluded.before, former = excluded.former, left_at = excluded.left_at, settled = excluded.settled
		WHERE items.state NOT IN ('done', 'failed', 'stopped') OR items.state = excluded.state`)
	if err != nil {
		return err
	}
	defer func() { _ = put.Close() }()
	for _, i := range change.Items {
		meta, err := json.Marshal(i.Meta)
		if err != nil {
			return err
		}
		former, err := json.Marshal(i.Former)
		if err != nil {
			return err
		}
		result, err := put.ExecContext(ctx, i.ID, i.Intent, i.Site, i.Kind, i.Upload, i.Job, i.Formats, i.Before,
			string(meta), string(former), i.Count, i.State, i.Problem, stamp(i.Recorded), stamp(i.Left), stamp(i.Settled), i.OnComplete)
		if err != nil {
			return err
		}
		if written, err := result.RowsAffected(); err != nil || written == 0 {
			return errors.Join(err, fmt.Errorf("item %d, to become %s: %w", i.ID, i.State, ErrSettled))
		}
	}
	return nil
}

// keptNotices is how many notices of a site are kept.
const keptNotices = 5000

func writeRest(ctx context.Context, tx *sql.Tx, change Change) error {
	for _, s := range change.Settings {
		query, values := `INSERT OR REPLACE INTO settings (site, name, value) VALUES (?, ?, ?)`, []any{s.Site, s.Name, s.Value}
		if s.Value == "" {
			query, values = `DELETE FROM settings WHERE site = ? AND name = ?`, values[:2]
		}
		if _, err := tx.ExecContext(ctx, query, values...); err != nil {
			return err
		}
	}
	for _, c := range change.Counts {
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO counts (job, at, queued, done, in_progress, errored) VALUES (?, ?, ?, ?, ?, ?)`,
			c.Job, stamp(c.At), c.Queued, c.Done, c.InProgress, c.Errored); err != nil {
			return err
		}
	}
	sites := map[string]bool{}
	for _, n := range change.Notices {
		sites[n.Site] = true
		if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO notices (id, site, at, tone, text) VALUES (?, ?, ?, ?, ?)`,
			n.ID, n.Site, stamp(n.At), n.Tone, n.Text); err != nil {
			return err
		}
	}
	for site := range sites {
		if _, err := tx.ExecContext(ctx, `DELETE FROM notices WHERE site = ? AND id <=
			(SELECT id FROM notices WHERE site = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`, site, site, keptNotices); err != nil {
			return err
		}
	}
	return nil
}

// stamp is how a time stands in the file: milliseconds since 1970, 0 for none.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func unstamp(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}
