package worker

import (
	"regexp"
	"strings"
	"sync"
)

// A trace collects the lines that the interpreter prints while a panic passes through its frames.
type trace struct {
	mu    sync.Mutex
	lines []string
}

type tracedFrame struct{ name string }

var traceLine = regexp.MustCompile(`panic: main\.([^(\s]+)\(\.\.\.\)`)

// Write takes one line.
func (t *trace) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if m := traceLine.FindSubmatch(p); m != nil && len(t.lines) < 1000 {
		t.lines = append(t.lines, string(m[1]))
	}
	return len(p), nil
}

func (t *trace) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lines = nil
}

// frames returns the functions of the note that the last panic passed through, innermost first.
func (t *trace) frames() []tracedFrame {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []tracedFrame
	for _, l := range t.lines {
		name, _, _ := strings.Cut(l, "ꞏ")
		if name == "" { // what no name of the note can be: the cell's own statements
			name = "cell"
		}
		out = append(out, tracedFrame{name})
	}
	return out
}

// panicHint is one more sentence about a run-time error.
func panicHint(msg string) (ko, en string) {
	for _, h := range []struct{ key, ko, en string }{
		{"index out of range", "인덱스는 0부터 길이-1까지입니다. len()으로 길이를 확인하세요.", "Indices go from 0 to the length minus 1; print len() to see it."},
		{"slice bounds out of range", "잘라내는 범위가 길이를 넘습니다.", "The bounds of the slice expression exceed the length."},
		{"nil map", "맵을 쓰기 전에 make로 만드세요.", "Make the map with make before writing to it."},
		{"nil pointer", "포인터가 nil입니다. 값을 만들어 넣었는지 확인하세요.", "The pointer is nil; check that a value was stored in it."},
		{"integer divide by zero", "정수를 0으로 나누었습니다. 나누기 전에 확인하세요.", "An integer was divided by zero; test the divisor first."},
		{"interface conversion", "인터페이스에 든 값의 타입이 다릅니다. v, ok := x.(T) 로 확인하세요.", "The interface holds another type; use v, ok := x.(T)."},
		{"close of closed channel", "이미 닫은 채널을 다시 닫았습니다.", "The channel was closed twice."},
		{"send on closed channel", "닫힌 채널에 보냈습니다.", "The channel is closed already."},
		{"dimension mismatch", "행렬의 크기가 맞지 않습니다.", "The matrices' shapes do not fit."},
		{"makeslice", "슬라이스의 길이가 음수이거나 너무 큽니다.", "The slice's length is negative or too large."},
		{"nn: ", "텐서의 모양을 확인하세요. x.Shape로 볼 수 있습니다.", "Check the tensors' shapes; x.Shape shows them."},
	} {
		if strings.Contains(msg, h.key) {
			return h.ko, h.en
		}
	}
	return "", ""
}
