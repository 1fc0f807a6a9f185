package practice

import (
	"context"
	"fmt"
)

// contact is the account's contact, told of a job where nobody else was named.
const contact = "librarian@practice.example"

// migrations lead from one version of the database to the next; user_version counts those done.
// Never change one that has been released: add another.
var migrations = []string{firstSchema, secondSchema}

// In firstSchema each job counts its uploads by status. Triggers keep the counts in the transaction
// that changes the rows, so checkJob reads one row however long the queue is.
const firstSchema = `
CREATE TABLE keys (
	name        TEXT PRIMARY KEY,
	hash        BLOB NOT NULL,
	permissions TEXT NOT NULL,
	created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE jobs (
	job_id     INTEGER PRIMARY KEY AUTOINCREMENT,
	name       TEXT NOT NULL,
	main       INTEGER NOT NULL DEFAULT 0,
	oncomplete TEXT NOT NULL,
	created_at INTEGER NOT NULL,
	uploaded   INTEGER NOT NULL DEFAULT 0,
	queued     INTEGER NOT NULL DEFAULT 0,
	publishing INTEGER NOT NULL DEFAULT 0,
	published  INTEGER NOT NULL DEFAULT 0,
	errored    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX one_main_job ON jobs (main) WHERE main = 1;

CREATE TABLE uploads (
	upload_id  INTEGER PRIMARY KEY AUTOINCREMENT,
	job_id     INTEGER NOT NULL REFERENCES jobs (job_id),
	status     TEXT NOT NULL CHECK (status IN ('uploaded', 'queued', 'publishing', 'published', 'errored')),
	formats    TEXT NOT NULL,
	meta       TEXT NOT NULL,
	error      TEXT NOT NULL DEFAULT '',
	again      INTEGER NOT NULL DEFAULT 0, -- errored by the site's own fault: the next publish takes it
	lease      TEXT,                       -- who publishes it
	leased_at  INTEGER,
	created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_of_job ON uploads (job_id, upload_id);
CREATE INDEX uploads_of_job_by_status ON uploads (job_id, status, upload_id);
CREATE INDEX uploads_waiting ON uploads (upload_id) WHERE status = 'queued';

CREATE TABLE sources (
	upload_id INTEGER NOT NULL REFERENCES uploads (upload_id) ON DELETE CASCADE,
	ord       INTEGER NOT NULL,
	address   TEXT NOT NULL, -- whole, or from / for a file of this site
	name      TEXT NOT NULL,
	format    TEXT NOT NULL, -- by the name's ending, and once fetched by its content; empty: not known
	PRIMARY KEY (upload_id, ord)
) STRICT, WITHOUT ROWID;

-- A track's number is taken when its upload's turn comes; it is a track once published_at is set.
CREATE TABLE tracks (
	track_id     INTEGER PRIMARY KEY AUTOINCREMENT,
	upload_id    INTEGER NOT NULL UNIQUE REFERENCES uploads (upload_id),
	published_at INTEGER
) STRICT;

CREATE TABLE offers (
	offer_id TEXT PRIMARY KEY,
	path     TEXT NOT NULL UNIQUE,
	name     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE callbacks (
	callback_id INTEGER PRIMARY KEY AUTOINCREMENT,
	job_id      INTEGER NOT NULL REFERENCES jobs (job_id),
	target      TEXT NOT NULL,
	body        TEXT NOT NULL,
	state       TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
	tries       INTEGER NOT NULL DEFAULT 0,
	next_at     INTEGER NOT NULL,
	created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX callbacks_waiting ON callbacks (next_at) WHERE state = 'waiting';

CREATE TRIGGER count_new AFTER INSERT ON uploads BEGIN
	UPDATE jobs SET
		uploaded   = uploaded   + (NEW.status = 'uploaded'),
		queued     = queued     + (NEW.status = 'queued'),
		publishing = publishing + (NEW.status = 'publishing'),
		published  = published  + (NEW.status = 'published'),
		errored    = errored    + (NEW.status = 'errored')
	WHERE job_id = NEW.job_id;
END;
CREATE TRIGGER count_changed AFTER UPDATE OF status ON uploads WHEN NEW.status <> OLD.status BEGIN
	UPDATE jobs SET
		uploaded   = uploaded   + (NEW.status = 'uploaded')   - (OLD.status = 'uploaded'),
		queued     = queued     + (NEW.status = 'queued')     - (OLD.status = 'queued'),
		publishing = publishing + (NEW.status = 'publishing') - (OLD.status = 'publishing'),
		published  = published  + (NEW.status = 'published')  - (OLD.status = 'published'),
		errored    = errored    + (NEW.status = 'errored')    - (OLD.status = 'errored')
	WHERE job_id = NEW.job_id;
END;
CREATE TRIGGER count_gone AFTER DELETE ON uploads BEGIN
	UPDATE jobs SET
		uploaded   = uploaded   - (OLD.status = 'uploaded'),
		queued     = queued     - (OLD.status = 'queued'),
		publishing = publishing - (OLD.status = 'publishing'),
		published  = published  - (OLD.status = 'published'),
		errored    = errored    - (OLD.status = 'errored')
	WHERE job_id = OLD.job_id;
END;

INSERT INTO sqlite_sequence (name, seq) VALUES ('jobs', 296203), ('uploads', 20428697), ('tracks', 9100000);
INSERT INTO jobs (name, main, oncomplete, created_at)
	VALUES ('Main job', 1, '` + contact + `', CAST(unixepoch('subsec') * 1000 AS INTEGER));
`

// In secondSchema an upload can be a new file for a published track, two files can be one upload's by
// their name, jobs publish themselves, and search is told of tracks.
const secondSchema = `
ALTER TABLE jobs ADD COLUMN autopublish_at INTEGER; -- when it publishes itself; NULL: it doesn't
CREATE INDEX jobs_by_autopublish ON jobs (autopublish_at) WHERE autopublish_at IS NOT NULL;

ALTER TABLE uploads ADD COLUMN update_to INTEGER REFERENCES tracks (track_id); -- NULL: a track of its own
ALTER TABLE uploads ADD COLUMN immediate INTEGER NOT NULL DEFAULT 0; -- not waiting for its job, nor waited for

CREATE INDEX updates_under_way ON uploads (update_to) WHERE status = 'publishing' AND update_to IS NOT NULL;

ALTER TABLE tracks ADD COLUMN searchable_at INTEGER;
UPDATE tracks SET searchable_at = published_at;

-- The file's name without its ending; empty where the ending is no audio file's.
ALTER TABLE sources ADD COLUMN stem TEXT NOT NULL DEFAULT '';
UPDATE sources SET stem = substr(name, 1, length(name) - CASE WHEN lower(name) LIKE '%.aiff' THEN 5 ELSE 4 END)
	WHERE lower(name) LIKE '%.aiff' OR lower(name) LIKE '%.aif' OR lower(name) LIKE '%.wav' OR lower(name) LIKE '%.mp3';
CREATE INDEX sources_by_stem ON sources (stem) WHERE stem <> '';
`

// migrate brings the database to this program's version.
func (st *store) migrate(ctx context.Context) error {
	var version int
	if err := st.writer.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(migrations) {
		return ErrNewer
	}
	for ; version < len(migrations); version++ {
		err := st.update(ctx, func(db execer) error {
			if _, err := db.ExecContext(ctx, migrations[version]); err != nil {
				return err
			}
			_, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1))
			return err
		})
		if err != nil {
			return fmt.Errorf("bring the database to version %d: %w", version+1, err)
		}
	}
	return nil
}
