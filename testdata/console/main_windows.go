// Runs a program as a person does who types its name into a console, and prints what it wrote there: the
// program inherits nothing, so it has to find the console by itself.
package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"unicode/utf16"
	"unsafe"
)

var kernel32 = syscall.NewLazyDLL("kernel32.dll")

func main() {
	code, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "console:", err)
		os.Exit(1)
	}
	os.Exit(code)
}

// run returns the program's exit code.
func run(args []string) (code int, err error) {
	var line []string
	for _, arg := range args {
		line = append(line, syscall.EscapeArg(arg))
	}
	// One of its own; where it was started from there may be none.
	_, _, _ = kernel32.NewProc("FreeConsole").Call()
	if ok, _, err := kernel32.NewProc("AllocConsole").Call(); ok == 0 {
		return 0, fmt.Errorf("open a console: %w", err)
	}
	ended, err := start(strings.Join(line, " "))
	if err != nil {
		return 0, err
	}
	text, err := screen()
	if err != nil {
		return 0, err
	}
	fmt.Println(text)
	return int(ended), nil
}

// start runs a command line to its end.
func start(line string) (code uint32, err error) {
	command, err := syscall.UTF16PtrFromString(line)
	if err != nil {
		return 0, err
	}
	// No handles at all, as Windows starts a program with windows; Wine would hand on its own.
	info := syscall.StartupInfo{Cb: uint32(unsafe.Sizeof(syscall.StartupInfo{})), Flags: syscall.STARTF_USESTDHANDLES}
	var process syscall.ProcessInformation
	if err := syscall.CreateProcess(nil, command, nil, nil, false, 0, nil, nil, &info, &process); err != nil {
		return 0, fmt.Errorf("start %s: %w", line, err)
	}
	if _, err := syscall.WaitForSingleObject(process.Process, syscall.INFINITE); err != nil {
		return 0, err
	}
	err = syscall.GetExitCodeProcess(process.Process, &code)
	return code, err
}

// screen is what stands in the console, without the blanks to the right and below.
func screen() (string, error) {
	out, err := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if err != nil {
		return "", err
	}
	defer func() { _ = out.Close() }()
	const lines, width = 25, 80
	var text []string
	for y := range lines {
		cells, read := make([]uint16, width), uint32(0)
		ok, _, err := kernel32.NewProc("ReadConsoleOutputCharacterW").Call(out.Fd(), uintptr(unsafe.Pointer(&cells[0])), width,
			uintptr(y)<<16, uintptr(unsafe.Pointer(&read)))
		if ok == 0 {
			return "", fmt.Errorf("read the console: %w", err)
		}
		text = append(text, strings.TrimRight(string(utf16.Decode(cells[:read])), " \x00"))
	}
	return strings.TrimRight(strings.Join(text, "\n"), "\n"), nil
}
