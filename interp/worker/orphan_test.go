package worker

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/output"
)

// TestNothingIsLeftBehind kills a parent while its cell spins, and waits for the worker to be gone.
func TestNothingIsLeftBehind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals a process to see whether it is there")
	}
	if os.Getenv("QUIRE_TEST_PARENT") != "" {
		parent(t)
		return
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, "-test.run=^TestNothingIsLeftBehind$")
	cmd.Env = append(os.Environ(), "QUIRE_TEST_PARENT=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var pid int
	for lines := bufio.NewScanner(out); pid == 0 && lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), "worker "); ok {
			pid, _ = strconv.Atoi(text)
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	if pid == 0 {
		t.Fatal("the parent did not tell its worker's number")
	}
	for deadline := time.Now().Add(5 * time.Second); alive(pid); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the worker outlives its parent")
		}
	}
}

// parent runs a cell that never ends, and tells its worker's number.
func parent(t *testing.T) {
	k := kernel(t, interp.Options{})
	k.Run(context.Background(), notebook.KernelCell{Key: "c", Source: "pgid\nspin", Line: 1}, func(o output.Output) {
		fmt.Println("worker", strings.TrimSpace(o.Plain()))
	})
}

// TestCloseEndsTheWorker checks that a closed kernel leaves neither process nor folder.
func TestCloseEndsTheWorker(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("signals a process to see whether it is there")
	}
	scratch := t.TempDir()
	t.Setenv("TMPDIR", scratch)
	k, err := interp.New(t.Context(), notebook.KernelStart{Note: scriptNote, Dir: t.TempDir(), Sandbox: true}, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pid, _ := strconv.Atoi(runCell(t, k, "pgid", 0).story())
	if !alive(pid) {
		t.Fatalf("there is no worker %d", pid)
	}
	if err := k.Close(); err != nil {
		t.Error(err)
	}
	if alive(pid) {
		t.Error("the worker is still there")
	}
	if left, _ := os.ReadDir(scratch); len(left) > 0 {
		t.Errorf("%s is left", left[0].Name())
	}
	if _, err := k.Run(t.Context(), notebook.KernelCell{}, func(output.Output) {}); err == nil {
		t.Error("a closed kernel runs cells")
	}
	if err := k.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
}
