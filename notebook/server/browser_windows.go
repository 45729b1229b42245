package server

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// OpenBrowser opens a local file in the user's browser, through the system's own call, without a shell.
func OpenBrowser(path string) error {
	verb, err := windows.UTF16PtrFromString("open")
	if err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	file, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	if err := windows.ShellExecute(0, verb, file, nil, nil, windows.SW_SHOWNORMAL); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	return nil
}
