package worker

import (
	"strings"
	"testing"
	"time"

	"quire/interp"
	"quire/notebook"
)

func TestDeadlockIsTold(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector is never idle")
	}
	k := kernel(t, interp.Options{})
	began := time.Now()
	got := runCell(t, k, "print a\nwait", 20*time.Second)
	if got.story() != "a <panic: all goroutines are asleep - deadlock!>" || got.Restarted || got.Status != notebook.StatusFailed {
		t.Errorf("shows %q, restarted %v", got.story(), got.Restarted)
	}
	if d := time.Since(began); d > 5*time.Second {
		t.Errorf("it took %v", d)
	}
	if got := runCell(t, k, "print b", 0); got.story() != "b" {
		t.Errorf("the next cell shows %q", got.story())
	}
}

func TestWaitingIsNoDeadlock(t *testing.T) {
	k := kernel(t, interp.Options{})
	if got := runCell(t, k, "print time\nsleep 1500ms\nprint b", 0); got.story() != "time b" {
		t.Errorf("shows %q", got.story())
	}
}

func TestAllWait(t *testing.T) {
	watcher := "goroutine 9 [running]:\nquire/interp/worker.lookOut()\n\tx.go:1\n"
	listener := "goroutine 5 [IO wait, 2 minutes]:\nquire/interp/worker.(*server).listen(0xc0)\n\tx.go:1\n"
	for _, c := range []struct {
		name string
		cell []string
		want bool
	}{
		{"two channels", []string{"goroutine 1 [chan receive, 1 minutes]:\nmain.f()", "goroutine 2 [chan send]:\nmain.g()"}, true},
		{"mutexes", []string{"goroutine 1 [sync.Mutex.Lock]:\nmain.f()", "goroutine 2 [sync.WaitGroup.Wait]:\nmain.g()"}, true},
		{"nil channel", []string{"goroutine 1 [chan receive (nil chan)]:\nmain.f()"}, true},
		{"empty select", []string{"goroutine 1 [select (no cases), locked to thread]:\nmain.f()"}, true},
		{"one sleeps", []string{"goroutine 1 [chan receive]:\nmain.f()", "goroutine 2 [sleep]:\nmain.g()"}, false},
		{"one runs", []string{"goroutine 1 [chan receive]:\nmain.f()", "goroutine 2 [runnable]:\nmain.g()"}, false},
		{"one reads", []string{"goroutine 1 [chan receive]:\nmain.f()", "goroutine 2 [IO wait]:\nmain.g()"}, false},
		{"one is in the system", []string{"goroutine 1 [syscall]:\nmain.f()"}, false},
	} {
		dump := strings.Join(append([]string{watcher, listener}, c.cell...), "\n\n")
		if got := allWait(dump); got != c.want {
			t.Errorf("%s: deadlocked is %v, want %v", c.name, got, c.want)
		}
	}
}

func TestMayUseTimers(t *testing.T) {
	for source, want := range map[string]bool{
		"c := make(chan int)\n<-c":               false,
		"time.Sleep(time.Second)":                true,
		"import \"context\"":                     true,
		"times := 3":                             false,
		"resp, err := http.Get(\"http://x\")":    true,
		"var wg sync.WaitGroup\nwg.Wait()":       false,
		"import (\n\t\"fmt\"\n\t\"net/http\"\n)": true,
	} {
		if got := mayUseTimers(source); got != want {
			t.Errorf("mayUseTimers(%q) = %v, want %v", source, got, want)
		}
	}
}
