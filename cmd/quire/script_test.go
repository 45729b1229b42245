package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"quire/interp/worker"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	testscript.Main(m, map[string]func(){"quire": main})
}

// TestScripts runs the command line as a user does; each case is one file of testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en_US.UTF-8")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/.config")
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/.cache")
			return nil
		},
	})
}
