package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
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

// revision tells builds between two releases apart: "+" and the commit that this binary was built from; empty when that
// is not known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	rev, dirty := "", ""
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			rev = "+" + s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			dirty = ".modified"
		}
	}
	if rev == "" {
		return ""
	}
	return rev + dirty
}
