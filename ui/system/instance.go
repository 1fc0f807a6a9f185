package system

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/adrg/xdg"
)

const (
	// mostRequest is how large a request may be, in bytes: some thousand paths.
	mostRequest = 4 << 20
	// mostSocketPath is how long a socket's path may be on every system, in bytes.
	mostSocketPath = 100
	// handPatience is how long a second start waits for the first to take what it brings.
	handPatience = 5 * time.Second
	// knockEvery is how often it tries meanwhile: the first may be starting, or ending.
	knockEvery = 100 * time.Millisecond
)

// ErrNotTaken is what [Enter] answers where the program that holds the folder does not take a request.
// Decisions use errors.Is.
var ErrNotTaken = errors.New("the Pressroom that is open does not answer")

// Request is what a start asks for. A second start hands it to the first, which shows its window and does it.
type Request struct {
	Practice bool     `json:"practice,omitempty"` // open the practice site
	Site     string   `json:"site,omitempty"`     // show the site with this address
	Tracks   []string `json:"tracks,omitempty"`   // files, folders and addresses to add
	Quiet    bool     `json:"quiet,omitempty"`    // leave the window as it is: started by the desktop
}

// NewRequest is the request of a command line. Paths are made absolute: the first start may have been
// started elsewhere.
func NewRequest(practice bool, site string, tracks []string, quiet bool) (Request, error) {
	r := Request{Practice: practice, Site: site, Quiet: quiet}
	for _, track := range tracks {
		if !strings.Contains(track, "://") {
			path, err := filepath.Abs(track)
			if err != nil {
				return Request{}, fmt.Errorf("where %s is can't be told: %w", track, err)
			}
			track = path
		}
		r.Tracks = append(r.Tracks, track)
	}
	return r, nil
}

// Instance is the one program that works in a data folder.
type Instance struct {
	home    string
	release func()
	socket  net.Listener
	busy    sync.WaitGroup
	cancel  context.CancelFunc
}

// Enter makes this the program that works in a data folder, or hands r to the one that does: then both
// results are nil. Where that one neither takes it nor ends within 5 seconds, the error wraps [ErrInUse] and
// [ErrNotTaken].
func Enter(home string, r Request) (*Instance, error) {
	content, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("hand over what was asked for: %w", err)
	}
	if len(content) >= mostRequest {
		return nil, errors.New("that is too much for one start: add the folder that it is in, or a list of it")
	}
	deadline := time.Now().Add(handPatience)
	for {
		release, err := Lock(home)
		if err == nil {
			return &Instance{home: home, release: release}, nil
		}
		if !errors.Is(err, ErrInUse) {
			return nil, err
		}
		answered, trouble := hand(home, content, deadline)
		switch {
		case trouble == nil:
			return nil, nil
		case answered || time.Now().Add(knockEvery).After(deadline):
			return nil, fmt.Errorf("%w: %w: %w", err, ErrNotTaken, trouble)
		}
		time.Sleep(knockEvery)
	}
}

// hand gives a request to the program that listens in a data folder. answered says that it did answer, or
// may have taken the request: it must not be handed over again.
func hand(home string, request []byte, deadline time.Time) (answered bool, err error) {
	conn, err := net.DialTimeout("unix", socketOf(home), time.Until(deadline))
	if err != nil {
		return false, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(deadline); err != nil {
		return false, err
	}
	allowForeground()
	if _, err := conn.Write(append(request, '\n')); err != nil {
		return false, err
	}
	answer, err := io.ReadAll(io.LimitReader(conn, 1<<10))
	switch {
	case err != nil:
		return true, err
	case string(answer) != taken:
		return true, errors.New("it could not take what this start asks for")
	}
	return true, nil
}

// taken is what a program answers that has done what a request asks for.
const taken = "taken\n"

// socketOf is where the program listens that works in a data folder: there, or where the folder's path is
// too long for a socket's among what this person's programs keep while they run.
func socketOf(home string) string {
	path := filepath.Join(home, "window", "socket")
	if len(path) <= mostSocketPath {
		return path
	}
	return filepath.Join(xdg.RuntimeDir, fmt.Sprintf("pressroom-%x", sha256.Sum256([]byte(home)))[:24], "socket")
}

// Listen has requests of later starts taken until the instance ends, each on a goroutine of its own. take
// returns once the request is done, or an error; its context ends when the later start has given up, and
// then nothing may be done any more. Only this person's programs can ask: the folder of the socket is
// closed to all others.
func (i *Instance) Listen(take func(context.Context, Request) error) error {
	path := socketOf(i.home)
	folder := filepath.Dir(path)
	err := os.MkdirAll(folder, 0o700)
	if err == nil {
		err = os.Chmod(folder, 0o700) // #nosec G302 -- a folder, whatever it was before
	}
	if err == nil { // one that is there was left by a program that did not end well: this one has the lock
		if err = os.Remove(path); errors.Is(err, os.ErrNotExist) {
			err = nil
		}
	}
	if err == nil {
		i.socket, err = net.Listen("unix", path)
	}
	if err == nil {
		err = os.Chmod(path, 0o600)
	}
	if err != nil {
		return fmt.Errorf("later starts can't be heard: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	i.cancel = cancel
	i.busy.Go(func() {
		for {
			conn, err := i.socket.Accept()
			if err != nil {
				return // closed, or of no more use
			}
			i.busy.Go(func() { answer(ctx, conn, take) })
		}
	})
	return nil
}

// answer reads one request and answers it.
func answer(ctx context.Context, conn net.Conn, take func(context.Context, Request) error) {
	defer func() { _ = conn.Close() }()
	ctx, cancel := context.WithTimeout(ctx, handPatience)
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
	defer stop()
	var r Request
	in := json.NewDecoder(io.LimitReader(conn, mostRequest))
	if err := in.Decode(&r); err != nil {
		return
	}
	go func() { // the other end says nothing more: what comes is its leaving
		defer cancel()
		_, _ = io.Copy(io.Discard, io.LimitReader(conn, mostRequest))
	}()
	if take(ctx, r) == nil && ctx.Err() == nil {
		_, _ = io.WriteString(conn, taken)
	}
}

// Hush stops listening, and returns once no request is being taken any more. A later start then waits for
// the folder instead.
func (i *Instance) Hush() {
	if i.socket != nil {
		_ = i.socket.Close() // which takes the socket's file away
		i.cancel()
	}
	i.busy.Wait()
}

// Close stops listening and gives the folder back.
func (i *Instance) Close() {
	i.Hush()
	i.release()
}
