package server

import (
	"context"
	"crypto/rand"
	"sync"
)

// An eventLog is an append-only log of encoded events that any number of pages follow at their own pace. It keeps the
// newest events up to a limit in bytes. A page holds only a cursor (the sequence number of the last event it has), so
// a slow page costs no memory and never delays the writer: it falls off the tail and is told to take a snapshot.
//
// boot is new for every log, so that a cursor from another process is never taken for one of this log.
type eventLog struct {
	boot string

	mu     sync.Mutex
	first  uint64 // sequence number of events[0]; numbers begin at 1
	events [][]byte
	bytes  int
	limit  int
	grown  chan struct{} // closed and replaced by every append
}

// newEventLog returns an empty log that keeps at most limit bytes, and always the newest event.
func newEventLog(limit int) *eventLog {
	return &eventLog{boot: rand.Text(), first: 1, limit: limit, grown: make(chan struct{})}
}

// append stores what encode returns for the next sequence number.
func (l *eventLog) append(encode func(seq uint64) []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := encode(l.first + uint64(len(l.events)))
	l.events = append(l.events, b)
	l.bytes += len(b)
	drop := 0
	for l.bytes > l.limit && drop < len(l.events)-1 {
		l.bytes -= len(l.events[drop])
		l.events[drop] = nil
		drop++
	}
	l.events, l.first = l.events[drop:], l.first+uint64(drop)
	close(l.grown)
	l.grown = make(chan struct{})
}

// head returns the sequence number of the newest event, 0 when there has been none.
func (l *eventLog) head() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.first + uint64(len(l.events)) - 1
}

// covers tells whether a page of the given boot that has every event up to cursor can go on from there.
func (l *eventLog) covers(boot string, cursor uint64) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return boot == l.boot && cursor+1 >= l.first && cursor < l.first+uint64(len(l.events))
}

// next returns the events after cursor, at most limit bytes of them but at least one, and waits for one if there is
// none. ok is false when the log does not reach back to cursor any more. The error is that of ctx.
func (l *eventLog) next(ctx context.Context, cursor uint64, limit int) (events [][]byte, ok bool, err error) {
	for {
		l.mu.Lock()
		events, ok = l.after(cursor, limit)
		grown := l.grown
		l.mu.Unlock()
		if !ok || len(events) > 0 {
			return events, ok, nil
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return nil, true, ctx.Err()
		}
	}
}

// after is next without waiting. The caller holds mu.
func (l *eventLog) after(cursor uint64, limit int) (events [][]byte, ok bool) {
	end := l.first + uint64(len(l.events))
	if cursor+1 < l.first || cursor >= end {
		return nil, false
	}
	size := 0
	for _, e := range l.events[cursor+1-l.first:] {
		if size > 0 && size+len(e) > limit {
			break
		}
		events = append(events, e)
		size += len(e)
	}
	return events, true
}
