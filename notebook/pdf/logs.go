package pdf

import (
	"fmt"
	"strings"

	"quire/notebook"
	"quire/notebook/output"
)

// The bounds of attached logs, in bytes: of one, half from its beginning and half from its end, and of all.
const (
	maxLog  = 4 << 20
	maxLogs = 24 << 20
)

// attachLog attaches everything that a cell printed, for a report that shows it in part, and returns the name of the
// attachment; "" when there is no room for it.
func (b *builder) attachLog(c *notebook.CellReport) string {
	if c == nil || c.Result == nil {
		return ""
	}
	for _, l := range b.logs {
		if l.cell == c {
			return l.Name
		}
	}
	total := 0
	for _, l := range b.logs {
		total += len(l.Data)
	}
	data := printed(c.Result, min(maxLog, maxLogs-total))
	if data == nil {
		return ""
	}
	b.logs = append(b.logs, attachedLog{c, Attachment{Name: b.logName(c.Cell.Key), MIME: "text/plain", Desc: fmt.Sprintf(b.words.log, c.Cell.Key), Data: data}})
	return b.logs[len(b.logs)-1].Name
}

// An attachedLog is the attachment that has all that a cell printed.
type attachedLog struct {
	cell *notebook.CellReport
	Attachment
}

// logName is the name of a cell's log among the attachments: made of its key, and unlike all others on any system.
func (b *builder) logName(key string) string {
	if strings.HasPrefix(key, "+") { // counted from the top of the note
		key = "cell" + key
	}
	key = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, key)
	name := "logs/" + key + ".txt"
	for n := 2; ; n++ {
		taken := false
		for _, l := range b.logs {
			taken = taken || strings.EqualFold(l.Name, name)
		}
		if !taken {
			return name
		}
		name = fmt.Sprintf("logs/%s-%d.txt", key, n)
	}
}

// printed is the text that a cell wrote, as it wrote it, of at most limit bytes: what is more is left out of its middle.
// It is nil when the log cannot be read, or the limit allows nothing worth having.
func printed(r *notebook.CellResult, limit int) []byte {
	if limit < 1<<10 {
		return nil
	}
	w := logText{half: limit / 2}
	take := func(o output.Output) error {
		if t, ok := o.(*output.Text); ok {
			if t.OmittedLines > 0 {
				w.write(t.Data[:t.OmittedAt])
				w.write(fmt.Sprintf("\n[… %d lines …]\n", t.OmittedLines))
				w.write(t.Data[t.OmittedAt:])
				return nil
			}
			w.write(t.Data)
		}
		return nil
	}
	if r.Log != nil {
		if r.Log.Each(take) != nil {
			return nil
		}
		return w.bytes()
	}
	for _, o := range r.Outputs {
		_ = take(o) // it has no errors
	}
	return w.bytes()
}

// A logText keeps the beginning and the end of what is written to it.
type logText struct {
	half       int
	head, tail []byte
	left       int // bytes between them
}

func (w *logText) write(s string) {
	if room := w.half - len(w.head); room > 0 && len(w.tail) == 0 {
		n := min(room, len(s))
		w.head, s = append(w.head, s[:n]...), s[n:]
	}
	w.tail = append(w.tail, s...)
	if over := len(w.tail) - w.half; over > w.half { // not at every write
		w.left += over
		w.tail = append(w.tail[:0], w.tail[over:]...)
	}
}

// bytes is the text, with a line that says what is left out.
func (w *logText) bytes() []byte {
	if over := len(w.tail) - w.half; over > 0 {
		w.left += over
		w.tail = w.tail[over:]
	}
	if w.left == 0 {
		return append(w.head, w.tail...)
	}
	out := []byte(strings.ToValidUTF8(string(w.head), ""))
	out = fmt.Appendf(out, "\n[… %d bytes …]\n", w.left)
	return append(out, strings.ToValidUTF8(string(w.tail), "")...)
}
