package system

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

func newLoginItem() loginItem {
	return entryFile{path: filepath.Join(xdg.Home, "Library", "LaunchAgents", appID+".plist"), parse: parseAgent, form: formAgent}
}
