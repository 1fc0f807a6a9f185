package ledger

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations lead from one version of the file to the next; their number is the present version.
// A migration that was released is never changed: add another.
var migrations = []string{
	`CREATE TABLE sites (
		id TEXT PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, practice INTEGER NOT NULL,
		added INTEGER NOT NULL, used INTEGER NOT NULL) STRICT;
	CREATE TABLE jobs (
		row INTEGER PRIMARY KEY, site TEXT NOT NULL, job_id INTEGER NOT NULL, main INTEGER NOT NULL,
		name TEXT NOT NULL, phase TEXT NOT NULL, queued INTEGER NOT NULL, done INTEGER NOT NULL,
		in_progress INTEGER NOT NULL, errored INTEGER NOT NULL, counted INTEGER NOT NULL,
		problem TEXT NOT NULL, created INTEGER NOT NULL, published INTEGER NOT NULL,
		finished INTEGER NOT NULL, told INTEGER NOT NULL) STRICT;
	CREATE INDEX jobs_of_site ON jobs (site);
	CREATE TABLE uploads (
		row INTEGER PRIMARY KEY, site TEXT NOT NULL, job INTEGER NOT NULL, upload_id INTEGER NOT NULL,
		track_id INTEGER NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL, status TEXT NOT NULL,
		formats TEXT NOT NULL, meta TEXT NOT NULL, problem TEXT NOT NULL, added INTEGER NOT NULL) STRICT;
	CREATE INDEX uploads_of_site ON uploads (site);
	CREATE TABLE items (
		id INTEGER PRIMARY KEY, intent INTEGER NOT NULL, site TEXT NOT NULL, kind TEXT NOT NULL,
		upload INTEGER NOT NULL, job INTEGER NOT NULL, formats TEXT NOT NULL, before TEXT NOT NULL,
		count INTEGER NOT NULL, state TEXT NOT NULL, problem TEXT NOT NULL, recorded INTEGER NOT NULL,
		left_at INTEGER NOT NULL, settled INTEGER NOT NULL) STRICT;
	CREATE INDEX open_items ON items (site, id) WHERE state IN ('waiting', 'sent', 'unknown');`,
	`ALTER TABLE sites ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE jobs ADD COLUMN said INTEGER NOT NULL DEFAULT 0;
	UPDATE jobs SET said = told;
	ALTER TABLE uploads ADD COLUMN sources TEXT NOT NULL DEFAULT 'null';
	CREATE TABLE intents (
		id INTEGER PRIMARY KEY, site TEXT NOT NULL, kind TEXT NOT NULL, words TEXT NOT NULL,
		undoes INTEGER NOT NULL, retries INTEGER NOT NULL, recorded INTEGER NOT NULL) STRICT;
	CREATE INDEX intents_of_site ON intents (site, id);
	CREATE INDEX items_of_intent ON items (intent, state);`,
	`ALTER TABLE items ADD COLUMN meta TEXT NOT NULL DEFAULT 'null';
	ALTER TABLE items ADD COLUMN former TEXT NOT NULL DEFAULT 'null';`,
	`ALTER TABLE jobs ADD COLUMN on_complete TEXT NOT NULL DEFAULT '';
	ALTER TABLE jobs ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE uploads ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
	ALTER TABLE items ADD COLUMN on_complete TEXT NOT NULL DEFAULT '';
	CREATE TABLE settings (site TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
		PRIMARY KEY (site, name)) STRICT, WITHOUT ROWID;
	CREATE TABLE counts (job INTEGER NOT NULL, at INTEGER NOT NULL, queued INTEGER NOT NULL, done INTEGER NOT NULL,
		in_progress INTEGER NOT NULL, errored INTEGER NOT NULL, PRIMARY KEY (job, at)) STRICT, WITHOUT ROWID;
	CREATE TABLE notices (id INTEGER PRIMARY KEY, site TEXT NOT NULL, at INTEGER NOT NULL, tone INTEGER NOT NULL,
		text TEXT NOT NULL) STRICT;
	CREATE INDEX notices_of_site ON notices (site, id);`,
	`CREATE TABLE shelves (site TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, row INTEGER NOT NULL) STRICT;
	CREATE TRIGGER upload_put AFTER INSERT ON uploads BEGIN INSERT INTO changes (site, row) VALUES (new.site, new.row); END;
	CREATE TRIGGER upload_changed AFTER UPDATE ON uploads BEGIN INSERT INTO changes (site, row) VALUES (old.site, old.row), (new.site, new.row); END;
	CREATE TRIGGER upload_gone AFTER DELETE ON uploads BEGIN INSERT INTO changes (site, row) VALUES (old.site, old.row); END;`,
}

// migrate brings the file to the present version, each step whole or not at all.
func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version); err != nil {
		return err
	}
	switch {
	case version < 0 || version > 10_000: // no program of ours wrote that
		return fmt.Errorf("%w: its version is %d", ErrDamaged, version)
	case version > len(migrations):
		return ErrNewer
	}
	for ; version < len(migrations); version++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, migrations[version]+fmt.Sprintf("PRAGMA user_version = %d;", version+1))
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("bring the file to version %d: %w", version+1, err)
		}
	}
	return nil
}
