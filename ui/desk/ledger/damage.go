package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// damaged says that an error is about what the file holds, not about the disk or this program.
func damaged(err error) bool {
	var failure *sqlite.Error
	if errors.As(err, &failure) {
		switch failure.Code() & 0xff { // the rest of the code says more exactly which
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_MISMATCH:
			return true
		case sqlite3.SQLITE_ERROR: // a schema that is not ours: a statement does not fit the tables
			return true
		}
	}
	return errors.Is(err, ErrDamaged)
}

// quick is the size of a file, in bytes, up to which it is checked at every start.
const quick = 1 << 20

// isSuspect says that a file has to be checked before it is used: the program did not close it, or
// damage was met in it. A small one is checked in any case, as that takes no time.
func isSuspect(path string) bool {
	for _, sign := range []string{path + "-wal", suspectSign(path)} {
		if info, err := os.Stat(sign); err == nil && info.Size() > 0 {
			return true
		}
	}
	info, err := os.Stat(path)
	return err == nil && info.Size() <= quick
}

func suspectSign(path string) string { return path + ".damaged" }

// suspectNext has the file checked when it is opened next.
func (l *Ledger) suspectNext() {
	// Where this cannot be written, the damage is met again at the next start.
	_ = os.WriteFile(suspectSign(l.path), []byte("Pressroom met damage in this ledger.\n"), 0o600)
}

// check looks through the whole file, and then whether what the desk reads makes sense.
func check(ctx context.Context, db *sql.DB) error {
	var found string
	if err := db.QueryRowContext(ctx, `PRAGMA quick_check(1)`).Scan(&found); err != nil {
		return fmt.Errorf("check the ledger: %w", err)
	}
	if found != "ok" {
		return fmt.Errorf("%w: %s", ErrDamaged, found)
	}
	_, err := rowsOf(ctx, db, newUpload(), nil, `SELECT `+uploadColumns+` FROM uploads`)
	_, also := rowsOf(ctx, db, scanItem, nil, `SELECT `+itemColumns+` FROM items`)
	return errors.Join(err, also)
}
