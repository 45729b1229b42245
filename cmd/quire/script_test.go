package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"quire/interp"
	"quire/interp/worker"
	"quire/notebook"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	testscript.Main(m, map[string]func(){"quire": main})
}

// TestScripts runs the command line as a user does; each case is one file of testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:  "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"forge": forge, "append": appendUpdate},
		Condition: func(name string) (bool, error) {
			if name == "confined" {
				return confined(), nil
			}
			return false, fmt.Errorf("unknown condition %s", name)
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("LANG", "en_US.UTF-8")
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_CONFIG_HOME", env.WorkDir+"/.config")
			env.Setenv("XDG_CACHE_HOME", env.WorkDir+"/.cache")
			env.Setenv("TMPDIR", env.WorkDir+"/tmp")
			return os.MkdirAll(env.WorkDir+"/tmp", 0o755)
		},
	})
}

// confined tells whether this system can confine cells: Linux with Landlock and seccomp can.
var confined = sync.OnceValue(func() bool {
	dir, err := os.MkdirTemp("", "quire-confined-")
	if err != nil {
		return false
	}
	defer os.RemoveAll(dir)
	_, err = notebook.Run(context.Background(), notebook.Parse("n.md", []byte("```go\nx := 1\n```\n")), notebook.RunOptions{
		Dir: dir, Sandbox: true,
		Start: func(ctx context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
			return interp.New(ctx, s, interp.Options{Confined: true})
		},
	})
	return err == nil
})
