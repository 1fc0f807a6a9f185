package practice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// store is the site's database: one connection that writes, a few that read beside it.
type store struct {
	pool   *sql.DB // holds writer alone
	reader *sql.DB
	main   int64 // the main job

	mu     sync.Mutex // held through each transaction of writer
	writer *sql.Conn
}

// execer is what a transaction's statements run on.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func openStore(ctx context.Context, path string) (*store, error) {
	st := &store{}
	if err := st.open(ctx, path); err != nil {
		_ = st.close()
		if hasCode(err, sqlite3.SQLITE_NOTADB) || hasCode(err, sqlite3.SQLITE_CORRUPT) {
			return nil, fmt.Errorf("%s: %w: %w", path, ErrDamaged, err)
		}
		if hasCode(err, sqlite3.SQLITE_CANTOPEN) || hasCode(err, sqlite3.SQLITE_READONLY) {
			return nil, fmt.Errorf("%w: %s: %w", ErrHomeNotWritable, path, err)
		}
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return st, nil
}

func (st *store) open(ctx context.Context, path string) (err error) {
	if st.pool, err = sql.Open("sqlite", dataSource(path, "journal_mode(WAL)", "synchronous(FULL)")); err != nil {
		return err
	}
	st.pool.SetMaxOpenConns(1)
	if st.writer, err = st.pool.Conn(ctx); err != nil {
		return err
	}
	var sound string
	if err := st.writer.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&sound); err != nil {
		return err
	}
	if sound != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, sound)
	}
	if err := st.migrate(ctx); err != nil {
		return err
	}
	if err := st.recover(ctx); err != nil {
		return err
	}
	if st.reader, err = sql.Open("sqlite", dataSource(path, "query_only(1)")); err != nil {
		return err
	}
	st.reader.SetMaxOpenConns(8)
	st.reader.SetMaxIdleConns(8)
	return st.reader.QueryRowContext(ctx, "SELECT job_id FROM jobs WHERE main = 1").Scan(&st.main)
}

func dataSource(path string, pragmas ...string) string {
	query := url.Values{"_pragma": append([]string{"busy_timeout(10000)", "foreign_keys(1)"}, pragmas...)}
	slashed := filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		slashed = "/" + slashed // C:/… becomes file:/C:/…
	}
	return (&url.URL{Scheme: "file", OmitHost: true, Path: slashed, RawQuery: query.Encode()}).String()
}

func (st *store) close() error {
	var errs []error
	if st.reader != nil {
		errs = append(errs, st.reader.Close())
	}
	if st.writer != nil {
		errs = append(errs, st.writer.Close())
	}
	if st.pool != nil {
		errs = append(errs, st.pool.Close())
	}
	return errors.Join(errs...)
}

// update runs one transaction: all of it is on disk when update returns nil, and none of it is there
// otherwise. It is not broken off when ctx ends: a caller that went away must not leave in doubt
// what a finished transaction would have settled.
func (st *store) update(ctx context.Context, change func(db execer) error) error {
	ctx = context.WithoutCancel(ctx)
	st.mu.Lock()
	defer st.mu.Unlock()
	if _, err := st.writer.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	committed := false
	defer func() {
		if !committed {
			// SQLite may have rolled back by itself, as it does on a full disk: then this fails, and
			// that is all right.
			_, _ = st.writer.ExecContext(ctx, "ROLLBACK")
		}
	}()
	if err := change(st.writer); err != nil {
		return err
	}
	if _, err := st.writer.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	committed = true
	return nil
}

// recover takes up what an earlier run had begun. The home's lock makes sure that no other run is
// alive, so each lease there is belongs to a dead one.
func (st *store) recover(ctx context.Context) error {
	return st.update(ctx, func(db execer) error {
		_, err := db.ExecContext(ctx,
			"UPDATE uploads SET status = 'queued', lease = NULL, leased_at = NULL WHERE status = 'publishing'")
		return err
	})
}

// hasCode says whether err is SQLite's, of that primary code.
func hasCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

func isFullDatabase(err error) bool { return hasCode(err, sqlite3.SQLITE_FULL) }

func now() int64 { return time.Now().UnixMilli() }
