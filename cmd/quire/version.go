package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"quire/notebook"
)

// version is the release that this tree becomes.
const version = "0.1.0"

func newVersionCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: a.lang.pick("판 번호를 보입니다", "Print the version"),
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprintf(a.out, "quire %s%s (%s, %s/%s)\n", version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			for _, m := range engineModules() {
				fmt.Fprintf(a.out, "  %s %s\n", m.Path, m.Version)
			}
			return nil
		},
	}
}

// engineModules are the modules that a result can depend on.
func engineModules() (out []*debug.Module) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	for _, m := range info.Deps {
		switch m.Path {
		case "github.com/traefik/yaegi", "gonum.org/v1/gonum", "gonum.org/v1/plot", "github.com/go-pdf/fpdf", "github.com/yuin/goldmark":
			out = append(out, m)
		}
	}
	return out
}

// revision tells builds of one version apart: "+" and the commit that this binary was built from, else its build. Two
// builds that set pages differently must not have one name, or an honest PDF would look edited to the other.
var revision = sync.OnceValue(func() string {
	rev, modified := "", false
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				rev = s.Value[:min(len(s.Value), 12)]
			case "vcs.modified":
				modified = s.Value == "true"
			}
		}
	}
	if rev != "" && !modified {
		return "+" + rev
	}
	return "+build." + buildHash()
})

// buildHash is a hash over the beginning of this binary. Go writes the build's own identifier there, a hash of all that
// went into it, in the formats of Linux, macOS and Windows.
func buildHash() string {
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	f, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 64<<10))
	if err != nil {
		return "unknown"
	}
	return notebook.HashBytes(head)[:12]
}
