package system

import (
	"path/filepath"

	"github.com/adrg/xdg"
)

func newLoginItem() loginItem {
	return entryFile{path: filepath.Join(xdg.ConfigHome, "autostart", appID+".desktop"), parse: parseEntry, form: formEntry}
}
