//go:build tour

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
)

// cross closes the program's window as a window manager does: with a message, where xdotool would destroy it.
func (p *program) cross() {
	p.t.Helper()
	at := slices.IndexFunc(p.env, func(e string) bool { return strings.HasPrefix(e, "DISPLAY=:") })
	window, err := strconv.ParseUint(p.windows()[0], 10, 32)
	if err == nil {
		err = askToClose(strings.TrimPrefix(p.env[at], "DISPLAY=:"), uint32(window))
	}
	if err != nil {
		p.t.Fatalf("close the window: %v", err)
	}
}

// askToClose sends WM_DELETE_WINDOW to a window of a display, in X11's own protocol.
func askToClose(display string, window uint32) (err error) {
	x, err := net.Dial("unix", "/tmp/.X11-unix/X"+display)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	order := binary.LittleEndian
	hello := make([]byte, 12)
	hello[0] = 'l'
	order.PutUint16(hello[2:], 11)
	answer := make([]byte, 8)
	if _, err := x.Write(hello); err != nil {
		return err
	}
	if _, err := io.ReadFull(x, answer); err != nil {
		return err
	}
	if answer[0] != 1 {
		return fmt.Errorf("the display answered %d", answer[0])
	}
	if _, err := io.CopyN(io.Discard, x, 4*int64(order.Uint16(answer[6:]))); err != nil {
		return err
	}
	atom := func(name string) (uint32, error) { // InternAtom
		padded := name + strings.Repeat("\x00", (4-len(name)%4)%4)
		request := append([]byte{16, 0, 0, 0, 0, 0, 0, 0}, padded...)
		order.PutUint16(request[2:], uint16(len(request)/4))
		order.PutUint16(request[4:], uint16(len(name)))
		reply := make([]byte, 32)
		if _, err := x.Write(request); err != nil {
			return 0, err
		}
		_, err := io.ReadFull(x, reply)
		return order.Uint32(reply[8:]), err
	}
	protocols, err := atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	remove, err := atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	message := make([]byte, 44) // SendEvent of a ClientMessage with numbers of 32 bits
	message[0], message[12], message[13] = 25, 33, 32
	order.PutUint16(message[2:], 11)
	for at, value := range map[int]uint32{4: window, 16: window, 20: protocols, 24: remove} {
		order.PutUint32(message[at:], value)
	}
	if _, err := x.Write(message); err != nil {
		return err
	}
	_, err = atom("WM_PROTOCOLS") // once that is answered, the message has arrived
	return err
}
