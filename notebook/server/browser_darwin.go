package server

import (
	"fmt"
	"os/exec"
)

// OpenBrowser opens a local file in the user's browser, without a shell, and does not wait for it.
func OpenBrowser(path string) error {
	cmd := exec.Command("/usr/bin/open", path)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("open the browser: %w", err)
	}
	go func() { _ = cmd.Wait() }() // ends with the program, which only hands the file over
	return nil
}
