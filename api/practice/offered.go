package practice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Offer makes a file of this machine fetchable from this site, and returns its address. Whoever
// knows the address can fetch the file; nobody can guess it. Offering a file again gives the same
// address, and a file that was offered stays so after a restart.
func (s *Site) Offer(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("offer a file: %w", err)
	}
	name := filepath.Base(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fmt.Errorf("%s is not there: %w", name, os.ErrNotExist)
	case err != nil:
		return "", fmt.Errorf("%s can't be read: %w", name, err)
	case info.IsDir():
		return "", fmt.Errorf("%s is a folder: offer the files in it", name)
	case !info.Mode().IsRegular():
		return "", fmt.Errorf("%s is not a file", name)
	case !utf8.ValidString(path):
		return "", fmt.Errorf("%q has a name that no address can hold", name)
	}
	ctx := context.Background()
	var id string
	err = s.store.update(ctx, func(db execer) error {
		_, err := db.ExecContext(ctx, "INSERT INTO offers (offer_id, path, name) VALUES (?, ?, ?) ON CONFLICT (path) DO NOTHING",
			randomText(18), path, name)
		if err != nil {
			return err
		}
		return db.QueryRowContext(ctx, "SELECT offer_id FROM offers WHERE path = ?", path).Scan(&id)
	})
	if err != nil {
		return "", fmt.Errorf("offer %s: %w", name, err)
	}
	return s.address + "/offered/" + id + "/" + url.PathEscape(name), nil
}

// isOwn says whether an address leads to a file of this site: at its present port, or, for a file
// that was offered, at any port of this machine, since the site may have been at another before.
func (s *Site) isOwn(ctx context.Context, u *url.URL) bool {
	own := strings.HasPrefix(u.Path, "/samples/") || strings.HasPrefix(u.Path, "/offered/")
	if !own || u.Scheme != "http" || u.User != nil || u.RawQuery != "" {
		return false
	}
	host := u.Hostname()
	if u.Port() == s.port && (isLoopbackHost(host) || host == s.host) {
		return true
	}
	_, err := s.ownFile(ctx, u.Path)
	return err == nil && isLoopbackHost(host) && strings.HasPrefix(u.Path, "/offered/")
}

// ownFile finds the file that one of the site's own paths stands for. The path only serves to look
// it up: no part of it becomes a path of the disk. An unknown one is os.ErrNotExist.
func (s *Site) ownFile(ctx context.Context, path string) (string, error) {
	part := strings.Split(path, "/") // "", "samples", name; "", "offered", id, name
	switch {
	case len(part) == 3 && part[1] == "samples":
		for _, known := range samples {
			if known.file == part[2] {
				return s.path(samplesFolder, known.file), nil
			}
		}
	case len(part) == 4 && part[1] == "offered":
		var file string
		err := s.store.reader.QueryRowContext(ctx, "SELECT path FROM offers WHERE offer_id = ? AND name = ?", part[2], part[3]).Scan(&file)
		if !errors.Is(err, sql.ErrNoRows) {
			return file, err
		}
	}
	return "", os.ErrNotExist
}

// serveFile serves the site's own files.
func (s *Site) serveFile(kind string) func(http.ResponseWriter, *http.Request, *entry) {
	return func(w http.ResponseWriter, r *http.Request, e *entry) {
		e.call = kind
		file, err := s.ownFile(r.Context(), r.URL.Path)
		if err == nil {
			err = serve(w, r, file)
		}
		if errors.Is(err, os.ErrNotExist) {
			err = refuse(http.StatusNotFound, "There is no such file here.")
		}
		if err != nil {
			answer(w, e, nil, err)
		}
	}
}

// serve sends a file; an error means that nothing has been sent.
func serve(w http.ResponseWriter, r *http.Request, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return os.ErrNotExist
	}
	w.Header().Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, info.Name(), info.ModTime(), f)
	return nil
}
