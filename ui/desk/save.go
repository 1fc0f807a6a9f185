package desk

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"pressroom/ui/desk/words"
)

// save writes a file beside its place and then puts it there, so that a file of that name is whole or
// stays as it was. What it holds is said when it is done.
func (d *Desk) save(path, what string, write func(io.Writer) error) {
	away(d, func(context.Context) (struct{}, error) { return struct{}{}, saveFile(path, write) }, func(_ struct{}, err error) {
		if err != nil {
			d.Log.Warn("save a file", "path", path, "error", err)
			d.notice(ToneErrored, words.T("%s could not be written. Choose another folder, or make room on the disk.", filepath.Base(path)))
			return
		}
		d.notice(ToneDone, words.T("%s saved as %s.", what, path))
	})
}

func saveFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".pressroom-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	buffered := bufio.NewWriter(file)
	err = write(buffered)
	if err == nil {
		err = buffered.Flush()
	}
	if err == nil {
		err = file.Chmod(0o644)
	}
	if err == nil {
		err = file.Sync() // or a power cut after the rename leaves neither
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
