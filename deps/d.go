package deps
import (
 _ "github.com/zalando/go-keyring"
 _ "github.com/gen2brain/beeep"
 _ "go.senan.xyz/taglib"
 _ "pgregory.net/rapid"
 _ "go.uber.org/goleak"
 _ "github.com/google/go-cmp/cmp"
 _ "golang.org/x/time/rate"
 _ "golang.org/x/sync/errgroup"
 _ "github.com/adrg/xdg"
 _ "github.com/dustin/go-humanize"
 _ "github.com/maruel/natural"
 _ "github.com/hajimehoshi/go-mp3"
 _ "github.com/cenkalti/backoff/v5"
 _ "github.com/gofrs/flock"
 _ "github.com/godbus/dbus/v5"
)
