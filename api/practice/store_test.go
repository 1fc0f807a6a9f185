package practice

import (
	"path/filepath"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"pressroom/api"
)

func TestTheCountsOfAJobAreThoseOfItsRows(t *testing.T) {
	t.Parallel()
	st, err := openStore(t.Context(), filepath.Join(t.TempDir(), databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.close(); err != nil {
			t.Error(err)
		}
	}()
	ctx := t.Context()
	type statement struct {
		query string
		args  []any
	}
	rapid.Check(t, func(r *rapid.T) {
		var changes []statement
		change := func(query string, args ...any) { changes = append(changes, statement{query, args}) }
		steps := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 30).Draw(r, "steps")
		for i, step := range steps {
			pick := rapid.IntRange(0, 1000).Draw(r, "upload "+strconv.Itoa(i))
			status := string(rapid.SampledFrom(statuses).Draw(r, "status "+strconv.Itoa(i)))
			which := `(SELECT upload_id FROM uploads ORDER BY upload_id LIMIT 1 OFFSET
				? % max(1, (SELECT count(*) FROM uploads)))`
			switch step {
			case 0, 1, 2:
				change("INSERT INTO uploads (job_id, status, formats, meta, created_at) VALUES (?, ?, 'mp3', '{}', 0)", st.main, status)
			case 3, 4:
				change("UPDATE uploads SET status = ? WHERE upload_id = "+which, status, pick)
			default:
				change("DELETE FROM uploads WHERE upload_id = "+which, pick)
			}
		}
		err := st.update(ctx, func(db execer) error {
			for _, one := range changes {
				if _, err := db.ExecContext(ctx, one.query, one.args...); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			r.Fatal(err)
		}
		counts, err := st.counts(ctx, st.main)
		if err != nil {
			r.Fatal(err)
		}
		for _, status := range append([]api.Status{""}, statuses...) {
			var rows int
			err := st.reader.QueryRowContext(ctx, "SELECT count(*) FROM uploads WHERE ?1 IN ('', status)", string(status)).Scan(&rows)
			if err != nil || rows != counts.of(status) {
				r.Errorf("%q: counted %d, there are %d, %v", status, counts.of(status), rows, err)
			}
		}
	})
}
