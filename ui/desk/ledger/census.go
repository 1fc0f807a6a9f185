package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"os"
)

// Census counts what the ledger holds, and names nothing of it.
type Census struct {
	Version int   // of the file
	Bytes   int64 // of the file and of what is written beside it
	Sites   []SiteCensus
	Intents int
	Notices int
}

// SiteCensus counts what the ledger holds of one site.
type SiteCensus struct {
	Practice bool
	Uploads  []Tally // by status
	Jobs     []Tally // by phase
	Open     []Tally // calls that are not settled, by kind and state
}

// Tally is how many there are of one sort.
type Tally struct {
	Of string
	N  int
}

// Census counts what is there.
func (l *Ledger) Census(ctx context.Context) (c Census, err error) {
	sites, err := l.Sites(ctx)
	if err != nil {
		return c, err
	}
	if err := l.db.QueryRowContext(ctx, `SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM intents), (SELECT count(*) FROM notices)`).
		Scan(&c.Version, &c.Intents, &c.Notices); err != nil {
		return c, fmt.Errorf("count what the ledger holds: %w", err)
	}
	for _, s := range sites {
		of := SiteCensus{Practice: s.Practice}
		for _, t := range []struct {
			into  *[]Tally
			query string
		}{
			{&of.Uploads, `SELECT status, count(*) FROM uploads WHERE site = ? GROUP BY status ORDER BY status`},
			{&of.Jobs, `SELECT phase, count(*) FROM jobs WHERE site = ? GROUP BY phase ORDER BY phase`},
			{&of.Open, `SELECT kind || ', ' || state, count(*) FROM items WHERE site = ? AND state IN ('waiting', 'sent', 'unknown')
				GROUP BY kind, state ORDER BY kind, state`},
		} {
			if *t.into, err = read(ctx, l, "the counts", scanTally, t.query, s.ID); err != nil {
				return c, err
			}
		}
		c.Sites = append(c.Sites, of)
	}
	for _, end := range []string{"", "-wal", "-shm"} {
		if info, err := os.Stat(l.path + end); err == nil { // they come and go
			c.Bytes += info.Size()
		}
	}
	return c, nil
}

func scanTally(rows *sql.Rows) (t Tally, err error) {
	err = rows.Scan(&t.Of, &t.N)
	return t, err
}
