package server

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
)

func numbered(n int, l *eventLog) {
	for range n {
		l.append(func(seq uint64) []byte { return fmt.Appendf(nil, "%09d,", seq) })
	}
}

func TestEventLogCursor(t *testing.T) {
	l := newEventLog(100) // ten events of ten bytes
	if l.head() != 0 || !l.covers(l.boot, 0) {
		t.Fatalf("an empty log has head %d and must cover cursor 0", l.head())
	}
	numbered(50, l)
	tests := []struct {
		cursor uint64
		limit  int
		want   int // events, -1: refused
	}{
		{45, 1 << 20, 5},
		{40, 1 << 20, 10},
		{39, 1 << 20, -1}, // event 40 is gone
		{51, 1 << 20, -1}, // not written yet
		{40, 35, 3},
		{40, 1, 1}, // always at least one
	}
	for _, test := range tests {
		events, ok, err := l.next(context.Background(), test.cursor, test.limit)
		switch {
		case err != nil || ok != (test.want >= 0):
			t.Errorf("next(%d, %d) = ok %v, err %v", test.cursor, test.limit, ok, err)
		case ok && len(events) != test.want:
			t.Errorf("next(%d, %d) gave %d events, want %d", test.cursor, test.limit, len(events), test.want)
		case ok && string(events[0]) != fmt.Sprintf("%09d,", test.cursor+1):
			t.Errorf("next(%d) begins with %s", test.cursor, events[0])
		}
		if l.covers(l.boot, test.cursor) != (test.want >= 0) {
			t.Errorf("covers(%d) = %v", test.cursor, !(test.want >= 0))
		}
	}
	if l.covers("another boot", 45) {
		t.Error("a cursor of another boot was accepted")
	}
}

func TestEventLogKeepsNewestEvenIfTooLarge(t *testing.T) {
	l := newEventLog(4)
	numbered(3, l)
	events, ok, _ := l.next(context.Background(), 2, 1)
	if !ok || len(events) != 1 || string(events[0]) != "000000003," {
		t.Fatalf("next = %q, %v", events, ok)
	}
}

func TestEventLogWaitEndsWithContext(t *testing.T) {
	l := newEventLog(100)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, ok, err := l.next(ctx, 0, 100); !ok || !errors.Is(err, context.Canceled) {
		t.Fatalf("next = %v, %v; want the context's error", ok, err)
	}
}

// TestEventLogReplay lets readers drop off and come back at random while a writer runs: each must see every sequence
// number once, in order, unless it was told to take a snapshot.
func TestEventLogReplay(t *testing.T) {
	const total = 20000
	l := newEventLog(64 << 10)
	go numbered(total, l) // ends when all are written
	done := make(chan error)
	for r := range 4 {
		go func() { // ends when it has seen the last event
			rng := rand.New(rand.NewPCG(1, uint64(r)))
			var cursor uint64
			for cursor < total {
				events, ok, err := l.next(context.Background(), cursor, 1+rng.IntN(4000))
				if err != nil {
					done <- err
					return
				}
				if !ok {
					cursor = l.head() // a snapshot
					continue
				}
				for _, e := range events {
					cursor++
					if want := fmt.Sprintf("%09d,", cursor); string(e) != want {
						done <- fmt.Errorf("reader %d got %s, want %s", r, e, want)
						return
					}
				}
			}
			done <- nil
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func BenchmarkEventLogAppend(b *testing.B) {
	l := newEventLog(8 << 20)
	p := make([]byte, 200)
	for b.Loop() {
		l.append(func(uint64) []byte { return p })
	}
}
