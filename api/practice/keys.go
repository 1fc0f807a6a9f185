package practice

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Permission is what a key allows.
type Permission string

// The permissions that a key can have. A site's own admin pages give them out; that there are some is
// documented, which calls need which is this site's word.
const (
	MayRead    Permission = "read"    // checkJob, list, getAvailableFields
	MayUpload  Permission = "upload"  // createJob, upload, setFormats, setMetadata
	MayPublish Permission = "publish" // publish, and uploads that publish by themselves
	MayDelete  Permission = "delete"  // delete
)

// Permissions returns every permission.
func Permissions() []Permission { return []Permission{MayRead, MayUpload, MayPublish, MayDelete} }

// ParsePermissions reads a comma list of permissions.
func ParsePermissions(list string) ([]Permission, error) {
	var found []Permission
	for word := range strings.SplitSeq(list, ",") {
		p := Permission(strings.ToLower(strings.TrimSpace(word)))
		if !slices.Contains(Permissions(), p) {
			return nil, fmt.Errorf("%q is no permission: use read, upload, publish and delete", word)
		}
		found = append(found, p)
	}
	return found, nil
}

// key is what the site knows of a key: enough to recognise it.
type key struct {
	name        string
	hash        []byte
	permissions []Permission
}

// keyring holds the site's keys in memory, for every call asks for them.
type keyring struct {
	mu    sync.RWMutex
	known []key
}

// check finds the key that token is and what it allows. Every hash is compared, in constant time, so
// that the time taken tells nothing of the keys there are.
func (k *keyring) check(token string, needs Permission) error {
	hash := sha256.Sum256([]byte(token))
	k.mu.RLock()
	defer k.mu.RUnlock()
	found := -1
	for i, known := range k.known {
		if subtle.ConstantTimeCompare(hash[:], known.hash) == 1 {
			found = i
		}
	}
	if found < 0 {
		if token == "" {
			return refuse(http.StatusUnauthorized, "The token is missing.")
		}
		return refuse(http.StatusUnauthorized, "The token is not a key of this site.")
	}
	if slices.Contains(k.known[found].permissions, needs) {
		return nil
	}
	return refuse(http.StatusForbidden, "This key has no permission to %s.", needs)
}

// IssueKey makes a new key of that name, which replaces an earlier one. The key is in the answer and
// nowhere else: the site keeps its SHA-256. It allows what is named, and everything where nothing is.
func (s *Site) IssueKey(ctx context.Context, name string, allowed ...Permission) (string, error) {
	if strings.TrimSpace(name) == "" {
		return "", errors.New("a key needs a name")
	}
	if len(allowed) == 0 {
		allowed = Permissions()
	}
	words := make([]string, len(allowed))
	for i, p := range allowed {
		words[i] = string(p)
	}
	token := randomText(24)
	hash := sha256.Sum256([]byte(token))
	s.keys.mu.Lock()
	defer s.keys.mu.Unlock()
	err := s.store.update(ctx, func(db execer) error {
		_, err := db.ExecContext(ctx, `INSERT INTO keys (name, hash, permissions, created_at) VALUES (?, ?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, permissions = excluded.permissions,
			created_at = excluded.created_at`, name, hash[:], strings.Join(words, ","), now())
		return err
	})
	if err != nil {
		return "", fmt.Errorf("keep the new key: %w", err)
	}
	known, err := s.store.loadKeys(ctx)
	if err != nil {
		return "", err
	}
	s.keys.known = known
	return token, nil
}

func (st *store) loadKeys(ctx context.Context) ([]key, error) {
	rows, err := st.reader.QueryContext(ctx, "SELECT name, hash, permissions FROM keys ORDER BY name")
	if err != nil {
		return nil, fmt.Errorf("read the keys: %w", err)
	}
	defer rows.Close()
	var keys []key
	for rows.Next() {
		var k key
		var allowed string
		err := rows.Scan(&k.name, &k.hash, &allowed)
		if err == nil {
			k.permissions, err = ParsePermissions(allowed)
		}
		if err != nil {
			return nil, fmt.Errorf("read the keys: %w", err)
		}
		keys = append(keys, k)
	}
	return keys, rows.Err()
}

// randomText returns that many random bytes as text that is safe in addresses and file names; three
// bytes make four letters.
func randomText(bytes int) string {
	b := make([]byte, bytes)
	_, _ = rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}
