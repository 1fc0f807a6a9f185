package practice

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pressroom/api"
	"pressroom/api/practice/audio"
)

// get fetches an address without any key.
func get(t *testing.T, c person, address string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c.do(t, request)
}

func TestAnOfferedFileIsServedAtAnAddressNobodyCanGuess(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	file := filepath.Join(t.TempDir(), "50% café & more?.wav")
	if err := os.WriteFile(file, []byte("some bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	address := offer(t, s, file)
	if !strings.HasPrefix(address, s.Address()+"/offered/") || address != offer(t, s, file) {
		t.Errorf("the address is %s", address)
	}
	if status, body := get(t, c, address); status != http.StatusOK || body != "some bytes" {
		t.Errorf("answered %d %s", status, body)
	}
	part := strings.Split(strings.TrimPrefix(address, s.Address()), "/")
	for _, other := range []string{
		"/offered/" + part[2] + "/other.wav", "/offered/AAAAAAAAAAAAAAAAAAAAAAAA/" + part[3], "/offered/" + part[2],
		"/offered/" + part[2] + "/..%2f..%2fqueue.db", "/samples/..%2fqueue.db", "/samples/PRC001_001_MorningFerry.wav",
		"/samples/", "/offered/", "/published/", "/", "/queue.db",
	} {
		status, body := get(t, c, s.Address()+other)
		wantError(t, other, http.StatusNotFound, status, body)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	status, body := get(t, c, address)
	wantError(t, "a file that is gone", http.StatusNotFound, status, body)
}

func TestOnlyAFileCanBeOffered(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	for _, path := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing.wav"), "/dev/null"} {
		if address, err := s.Offer(path); err == nil {
			t.Errorf("%s is offered at %s", path, address)
		}
	}
	status, body := caller(t, s).call(t, "offer", fields{"path": "/etc/hostname"})
	wantError(t, "offer", http.StatusNotFound, status, body)
}

func TestAnOfferOutlivesARestartAtAnotherPort(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	file := song(t, "a.wav", shortWAV, 0.1)
	if err := audio.WriteTags(file, map[string]string{"Title": "Kept"}); err != nil {
		t.Fatal(err)
	}
	address := offer(t, s, file)
	c.upload(t, 296204, address, "wav")
	if up := c.list(t, nil).Uploads[0]; up.Meta["Title"] != "Kept" || up.Sources[0] != "a.wav" {
		t.Errorf("before it is published: %+v", up)
	}
	old := s.Address()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	c.site = openSite(t, Options{Home: s.home})
	if c.site.Address() == old {
		t.Logf("the port %s came again", old)
	}
	// An address given out before the restart is still known for the site's own.
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 1)
	c.upload(t, 296204, address, "wav")
	c.ok(t, "publish", nil, nil)
	c.settled(t, 296204, 2)
	for _, up := range c.list(t, nil).Uploads {
		if up.Status != api.Published {
			t.Errorf("%+v", up)
		}
	}
	if status, _ := get(t, c, offer(t, c.site, file)); status != http.StatusOK {
		t.Errorf("answered %d", status)
	}
}

func TestAnOfferedFileThatIsGoneIsErrored(t *testing.T) {
	t.Parallel()
	s := openSite(t, Options{})
	c := caller(t, s)
	file := song(t, "a.wav", shortWAV, 0.1)
	address := offer(t, s, file)
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if up := publishOne(t, c, address); up.Error != "The file is not there any more, or can't be read." {
		t.Errorf("%+v", up)
	}
}
