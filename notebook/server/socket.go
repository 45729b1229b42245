package server

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/coder/websocket"
)

// How much goes into one message, how long a page may take to accept one, and how often an idle connection is tried.
const (
	maxMessage  = 256 << 10
	sendTimeout = 20 * time.Second
	pingTime    = 30 * time.Second
)

// serveEvents follows a note's event log over a WebSocket: ?boot=B&since=N says what the page has. It gets either a
// snapshot, as an object, or lists of events. The page sends nothing; what it wants done, it posts.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request, n *liveNote) {
	c, err := websocket.Accept(w, r, nil) // compares Origin with Host once more
	if err != nil {
		s.log.Warn("accept websocket", "err", err)
		return
	}
	defer c.CloseNow()
	ctx, cancel := context.WithCancel(c.CloseRead(r.Context()))
	defer cancel()
	go s.ping(ctx, cancel, c) // ends with ctx

	boot := r.URL.Query().Get("boot")
	cursor, err := strconv.ParseUint(r.URL.Query().Get("since"), 10, 64)
	fresh := err != nil || !n.events.covers(boot, cursor)
	for {
		if fresh {
			snap := n.snapshot()
			data, err := json.Marshal(snap)
			if err != nil || send(ctx, c, data) != nil {
				return
			}
			cursor, fresh = snap.Seq, false
		}
		events, ok, err := n.events.next(ctx, cursor, maxMessage)
		if err != nil {
			_ = c.Close(websocket.StatusGoingAway, "") // the page will try to come back
			return
		}
		if !ok {
			fresh = true
			continue
		}
		if send(ctx, c, list(events)) != nil {
			return
		}
		cursor += uint64(len(events))
	}
}

// list joins encoded events to a JSON list.
func list(events [][]byte) []byte {
	b := append([]byte{'['}, bytes.Join(events, []byte{','})...)
	return append(b, ']')
}

func send(ctx context.Context, c *websocket.Conn, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	return c.Write(ctx, websocket.MessageText, data)
}

// ping cancels a connection whose other side has gone without a word, as after a suspended computer.
func (s *Server) ping(ctx context.Context, cancel context.CancelFunc, c *websocket.Conn) {
	t := time.NewTicker(pingTime)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			ctx, done := context.WithTimeout(ctx, sendTimeout)
			err := c.Ping(ctx)
			done()
			if err != nil {
				cancel()
				return
			}
		}
	}
}
