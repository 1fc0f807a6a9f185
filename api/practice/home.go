package practice

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/gofrs/flock"
)

// What is in a site's home.
const (
	databaseName    = "queue.db"
	publishedFolder = "published" // a folder for each track, named by its id
	samplesFolder   = "samples"
	workFolder      = "work" // emptied at every opening
	outboxFolder    = "outbox"
	lockName        = "lock"
)

// Why a site's home can't be opened.
var (
	ErrHomeInUse       = errors.New("another practice site is open in that folder")
	ErrHomeNotWritable = errors.New("the practice site can't write to its folder")
	ErrDamaged         = errors.New("the practice site's database is damaged")
	ErrNewer           = errors.New("the practice site's database was made by a newer version of this program")
)

func (s *Site) path(parts ...string) string {
	return filepath.Join(append([]string{s.home}, parts...)...)
}

// openHome makes the site's folders and takes its lock. Only one site may be open in a home: it
// takes up all unfinished work there as its own.
func openHome(home string) (string, *flock.Flock, error) {
	if home == "" {
		return "", nil, errors.New("open practice site: no folder was given")
	}
	home, err := filepath.Abs(home)
	if err != nil {
		return "", nil, fmt.Errorf("find the practice site's folder: %w", err)
	}
	for _, folder := range []string{"", publishedFolder, samplesFolder, workFolder, outboxFolder} {
		if err := os.MkdirAll(filepath.Join(home, folder), 0o700); err != nil {
			return "", nil, fmt.Errorf("%w: %w", ErrHomeNotWritable, err)
		}
	}
	lock := flock.New(filepath.Join(home, lockName), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return "", nil, fmt.Errorf("%w: %w", ErrHomeNotWritable, err)
	}
	if !locked {
		return "", nil, fmt.Errorf("open %s: %w", home, ErrHomeInUse)
	}
	if err := emptyFolder(filepath.Join(home, workFolder)); err != nil {
		_ = lock.Close()
		return "", nil, fmt.Errorf("%w: %w", ErrHomeNotWritable, err)
	}
	return home, lock, nil
}

func emptyFolder(folder string) error {
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	return os.Mkdir(folder, 0o700)
}

func createFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
}

// syncPath makes a file's content, or a folder's names, survive a power cut.
func syncPath(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	access := os.O_RDWR // Windows flushes only what may be written
	if info.IsDir() {
		if runtime.GOOS == "windows" {
			return nil // it flushes no folder: names are in the journal of the disk
		}
		access = os.O_RDONLY
	}
	f, err := os.OpenFile(path, access, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeWhole writes a file so that it is there whole or not at all.
func (s *Site) writeWhole(path string, content []byte) error {
	aside := s.path(workFolder, "aside-"+randomText(9))
	defer os.Remove(aside) // gone already where all went well
	f, err := s.tuning.create(aside)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(aside, path); err != nil {
		return err
	}
	return syncPath(filepath.Dir(path))
}

// fullDisk is what a call or an item says when there is no room left.
const fullDisk = "The practice site's disk is full."

func isFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || isFullDatabase(err)
}
