package ledger

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
)

// SQLite takes a fifth of a second for 100,000 uploads. So a ledger keeps, in a file beside its own for each
// site, what it read last: the shelf. Triggers write down which rows were changed since, and only those are
// read anew. The shelf is no record: where it is missing, damaged or of another ledger, all is read again.

// Shelf is the uploads of a site, packed, by their rows.
type Shelf struct {
	Packer *Packer
	Packed []Packed // ascending by row

	changes int64 // the latest that they hold
}

// All yields the uploads.
func (s Shelf) All() iter.Seq[*Upload] {
	return func(yield func(*Upload) bool) {
		lexicon := s.Packer.Lexicon()
		for _, packed := range s.Packed {
			if !yield(lexicon.Unpack(packed)) {
				return
			}
		}
	}
}

// put takes uploads in, in place of those of the same rows.
func (s *Shelf) put(uploads []*Upload) {
	for _, u := range uploads {
		at, there := slices.BinarySearchFunc(s.Packed, u.Row, func(p Packed, row int64) int { return cmp.Compare(p.Row(), row) })
		if !there {
			s.Packed = slices.Insert(s.Packed, at, "")
		}
		s.Packed[at] = s.Packer.Pack(u)
	}
}

// staleShelf is how many changes a shelf may be behind before it is made anew.
const staleShelf = 1000

// shelf reads the uploads of a site.
func (l *Ledger) shelf(ctx context.Context, site string) (Shelf, error) {
	var id, last, behind int64
	const ask = `SELECT coalesce((SELECT id FROM shelves WHERE site = ?1), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0),
		(SELECT count(*) FROM changes WHERE site = ?1)`
	if err := l.db.QueryRowContext(ctx, ask, site).Scan(&id, &last, &behind); err != nil {
		return Shelf{}, l.met("the changes", err)
	}
	s, err := readShelf(l.shelfOf(site), site, id)
	if err == nil {
		err = l.catchUp(ctx, site, &s)
	} else {
		s, err = l.wholeShelf(ctx, site)
		behind = int64(len(s.Packed))
	}
	if err == nil && behind > l.stale {
		s.changes = last
		l.keepShelf(ctx, site, s)
	}
	return s, err
}

// wholeShelf reads all uploads of a site from the ledger itself.
func (l *Ledger) wholeShelf(ctx context.Context, site string) (Shelf, error) {
	s, scan := Shelf{Packer: NewPacker(site)}, newUpload()
	_, err := read(ctx, l, "the uploads", func(rows *sql.Rows) (struct{}, error) {
		u, err := scan(rows)
		if err == nil {
			s.Packed = append(s.Packed, s.Packer.packWithOthers(u))
		}
		return struct{}{}, err
	}, `SELECT `+uploadColumns+` FROM uploads WHERE site = ? ORDER BY row`, site)
	return s, err
}

// catchUp reads what was changed since a shelf was kept.
func (l *Ledger) catchUp(ctx context.Context, site string, s *Shelf) error {
	changed, err := read(ctx, l, "the changed uploads", newUpload(), `SELECT `+uploadColumns+` FROM uploads WHERE site = ?1 AND row IN (SELECT row FROM changes WHERE site = ?1 AND seq > ?2) ORDER BY row`, site, s.changes)
	if err != nil {
		return err
	}
	gone, err := read(ctx, l, "the removed uploads", func(rows *sql.Rows) (row int64, err error) { return row, rows.Scan(&row) },
		`SELECT DISTINCT row FROM changes WHERE site = ?1 AND seq > ?2 AND row NOT IN (SELECT row FROM uploads WHERE site = ?1) ORDER BY row`, site, s.changes)
	if err != nil {
		return err
	}
	s.put(changed)
	s.Packed = slices.DeleteFunc(s.Packed, func(p Packed) bool {
		_, is := slices.BinarySearch(gone, p.Row())
		return is
	})
	return nil
}

// keepShelf keeps a shelf for the next start. Where that cannot be, the next start takes longer.
func (l *Ledger) keepShelf(ctx context.Context, site string, s Shelf) {
	id := rand.Int64() // #nosec G404 -- tells shelves apart, and is no secret
	if err := writeShelf(l.shelfOf(site), id, s); err != nil {
		return
	}
	if _, err := l.db.ExecContext(ctx, `INSERT OR REPLACE INTO shelves (site, id) VALUES (?, ?)`, site, id); err == nil {
		_, _ = l.db.ExecContext(ctx, `DELETE FROM changes WHERE site = ? AND seq <= ?`, site, s.changes) // the shelf tells of them
	}
}

// shelfOf is the file of a site's shelf.
func (l *Ledger) shelfOf(site string) string {
	name := fnv.New64a()
	_, _ = name.Write([]byte(site))
	return fmt.Sprintf("%s.shelf-%016x", l.path, name.Sum64())
}

// errNoShelf means that a file is not the shelf that was looked for.
var errNoShelf = errors.New("not this site's shelf")

// shelfBegins says what a file is, and how it is written.
const shelfBegins = "Pressroom shelf 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// writeShelf writes a shelf into a file, in one step.
func writeShelf(path string, id int64, s Shelf) error {
	content := append([]byte(shelfBegins), 0, 0, 0, 0) // for the sum
	number := func(n int) { content = binary.AppendUvarint(content, uint64(n)) }
	content = binary.AppendVarint(content, id)
	content = binary.AppendVarint(content, s.changes)
	texts := func(list []string) {
		number(len(list))
		for _, text := range list {
			number(len(text))
		}
		for _, text := range list {
			content = append(content, text...)
		}
	}
	var kinds []string
	for name, k := range s.Packer.kinds {
		kinds = append(kinds, fmt.Sprintf("%d %d %s", k.seen, k.distinct, name))
	}
	packed := make([]string, len(s.Packed))
	for n, p := range s.Packed {
		packed[n] = string(p)
	}
	texts([]string{s.Packer.site})
	texts(kinds)
	texts(s.Packer.words)
	texts(packed)
	sum := crc32.Checksum(content[len(shelfBegins)+4:], castagnoli)
	binary.BigEndian.PutUint32(content[len(shelfBegins):], sum)
	if err := os.WriteFile(path+".new", content, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// readShelf reads the shelf of a site that has this id.
func readShelf(path, site string, id int64) (s Shelf, err error) {
	content, err := contentOf(path)
	if err != nil {
		return s, err
	}
	r := reader{rest: content}
	if is := r.signed(); is != id || id == 0 {
		return s, errNoShelf
	}
	s.changes = r.signed()
	if is := r.list(); is[0] != site {
		return s, errNoShelf
	}
	s.Packer = NewPacker(site)
	for _, text := range r.list() {
		k := new(kind)
		if _, err := fmt.Sscanf(text, "%d %d", &k.seen, &k.distinct); err != nil {
			return s, errors.Join(errNoShelf, err)
		}
		s.Packer.kinds[strings.SplitN(text, " ", 3)[2]] = k
	}
	s.Packer.words = r.list()
	s.Packer.places = make(map[string]uint32, len(s.Packer.words))
	for at, word := range s.Packer.words {
		s.Packer.places[word] = uint32(at)
	}
	packed := r.list()
	s.Packed = make([]Packed, len(packed))
	for n, p := range packed {
		s.Packed[n] = Packed(p)
	}
	return s, nil
}

// contentOf is what a shelf's file holds behind its beginning.
func contentOf(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", errors.Join(errNoShelf, err)
	}
	defer func() { _ = file.Close() }()
	begins := make([]byte, len(shelfBegins)+4)
	info, err := file.Stat()
	if err == nil {
		_, err = io.ReadFull(file, begins)
	}
	if err != nil || string(begins[:len(shelfBegins)]) != shelfBegins {
		return "", errors.Join(errNoShelf, err)
	}
	var content strings.Builder
	content.Grow(int(info.Size()))
	sum := crc32.New(castagnoli)
	if _, err := io.Copy(io.MultiWriter(&content, sum), file); err != nil || sum.Sum32() != binary.BigEndian.Uint32(begins[len(shelfBegins):]) {
		return "", errors.Join(errNoShelf, err)
	}
	return content.String(), nil
}

// list reads a list of texts: how many, their lengths, and they.
func (r *reader) list() []string {
	list := make([]string, r.number())
	lengths := *r
	for range list {
		r.number()
	}
	for n := range list {
		length := lengths.number()
		list[n], r.rest = r.rest[:length], r.rest[length:]
	}
	return list
}
