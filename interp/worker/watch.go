package worker

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"

	"quire/interp"
	"quire/notebook/output"
)

// errDeadlock is why a cell's context ends when all of its goroutines wait for each other, in the runtime's own words.
//
//lint:ignore ST1005 the runtime says it with an exclamation mark
var errDeadlock = errors.New("all goroutines are asleep - deadlock!")

const (
	watchEvery = 250 * time.Millisecond
	idleCPU    = 3 * time.Millisecond // of processor time between two looks: nothing is being computed
)

// watch looks at a running cell now and then: it tells the parent where it is, and cancels it when it is deadlocked. The
// returned function ends that.
func (s *server) watch(r interp.Run, cancel context.CancelCauseFunc) func() {
	stop := make(chan struct{})
	var watchers sync.WaitGroup // they end with the cell
	if s.marker != nil {
		watchers.Go(func() { s.beacon(r.Number, stop) })
	}
	if s.timers = s.timers || mayUseTimers(r.Source); !s.timers {
		watchers.Go(func() { lookOut(stop, cancel) })
	}
	return func() {
		close(stop)
		watchers.Wait()
	}
}

// lookOut cancels a cell when it is deadlocked.
func lookOut(stop <-chan struct{}, cancel context.CancelCauseFunc) {
	ticker := time.NewTicker(watchEvery)
	defer ticker.Stop()
	var look lookout
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
			if look.deadlocked(cpuTime(), goroutines) {
				cancel(errDeadlock)
				return
			}
		}
	}
}

// clocks are what a source mentions when something may wake its goroutines that no goroutine shows: a timer, a signal, the
// network. The Go runtime knows its timers; nobody else does, so that such notes are not watched.
var clocks = regexp.MustCompile(`\b(time|context|signal|net|http|httptest|smtp|rpc|tls|trace|pprof)\b`)

func mayUseTimers(source string) bool { return clocks.MatchString(source) }

// A lookout decides from two looks at the process whether it is deadlocked.
type lookout struct {
	cpu  time.Duration
	dump []byte
}

// deadlocked takes the processor time used so far and a function that returns the stacks of all goroutines, which is
// asked only when nothing was computed since the last look: it stops the world, and stacks can be deep. The process is
// deadlocked when every goroutine of the cell waits for another one, and none has moved since the last look.
func (l *lookout) deadlocked(cpu time.Duration, stacks func() []byte) bool {
	idle := cpu-l.cpu < idleCPU
	l.cpu = cpu
	if !idle {
		l.dump = nil
		return false
	}
	before := l.dump
	l.dump = withoutTimes(stacks())
	return bytes.Equal(l.dump, before) && allWait(string(l.dump))
}

// waits matches how long a goroutine has been waiting, which changes although it does not move.
var waits = regexp.MustCompile(`(?m)^(goroutine \d+ \[[^,\]\n]*)(, \d+ minutes)?(, locked to thread)?\]:$`)

func withoutTimes(dump []byte) []byte { return waits.ReplaceAll(dump, []byte("$1]:")) }

// blocked are the states of goroutines that only another goroutine can end.
var blocked = map[string]bool{
	"chan receive": true, "chan send": true, "chan receive (nil chan)": true, "chan send (nil chan)": true,
	"select": true, "select (no cases)": true, "semacquire": true, "sync.Mutex.Lock": true, "sync.RWMutex.Lock": true,
	"sync.RWMutex.RLock": true, "sync.WaitGroup.Wait": true, "sync.Cond.Wait": true,
}

// ours are functions whose goroutines belong to the worker and not to the cell.
var ours = []string{"worker.(*server).listen", "worker.(*server).beacon", "worker.lookOut", "os/signal.loop"}

// allWait reports whether every goroutine of the cell in the dump waits for another one.
func allWait(dump string) bool {
	for stack := range strings.SplitSeq(dump, "\n\n") {
		head, _, _ := strings.Cut(strings.TrimLeft(stack, "\n"), "\n")
		_, state, ok := strings.Cut(strings.TrimSuffix(head, "]:"), "[")
		if !ok || isOurs(stack) {
			continue
		}
		state, _, _ = strings.Cut(state, ",")
		if !blocked[state] {
			return false
		}
	}
	return true
}

func isOurs(stack string) bool {
	for _, f := range ours {
		if strings.Contains(stack, f) {
			return true
		}
	}
	return false
}

// goroutines returns the stacks of all goroutines. A dump that does not fit is of a program too large to be watched.
func goroutines() []byte {
	buffer := make([]byte, 256<<10)
	n := runtime.Stack(buffer, true)
	if n == len(buffer) {
		return []byte("goroutine 0 [running]:\n")
	}
	return buffer[:n]
}

func deadlockError(r interp.Run) *output.Error {
	return &output.Error{
		Stage: "panic", Message: errDeadlock.Error(),
		HintKo: "모든 고루틴이 서로를 기다리며 멈췄습니다. 채널을 받는 쪽과 보내는 쪽, 닫는 곳을 확인하세요.",
		HintEn: "All goroutines wait for each other. Check who sends, who receives and who closes the channel.",
		Frames: []output.Frame{{Cell: r.Key, Line: r.Line}},
	}
}
