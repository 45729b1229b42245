//go:build !windows && !darwin

package server

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// openers are the programs that open a file in the user's browser, best first.
var openers = []string{"xdg-open", "wslview", "sensible-browser", "x-www-browser"}

// OpenBrowser opens a local file in the user's browser, without a shell, and does not wait for it. The error says that
// there is no desktop or no program for it; the address can then be opened by hand.
func OpenBrowser(path string) error {
	if os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" && os.Getenv("WSL_DISTRO_NAME") == "" {
		return errors.New("open the browser: there is no desktop here")
	}
	for _, name := range openers {
		program, err := exec.LookPath(name)
		if err != nil || !filepath.IsAbs(program) {
			continue
		}
		cmd := exec.Command(program, path)
		if err := cmd.Start(); err != nil {
			return fmt.Errorf("open the browser: %w", err)
		}
		go func() { _ = cmd.Wait() }() // ends with the program, which only hands the file over
		return nil
	}
	return errors.New("open the browser: xdg-open is not installed")
}
