package system

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/adrg/xdg"
)

func TestTheEntryStandsWhereDesktopsLookForWhatStartsAtALogin(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(t.TempDir(), "config"))
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	a, err := NewAutostart("-background")
	if err == nil {
		err = a.Set(true)
	}
	if err != nil {
		t.Fatal(err)
	}
	entry, err := os.ReadFile(filepath.Join(os.Getenv("XDG_CONFIG_HOME"), "autostart", "io.github.pressroom.Pressroom.desktop"))
	if err != nil || !strings.Contains(string(entry), ` "-background"`+"\n") {
		t.Errorf("%v:\n%s", err, entry)
	}
}
