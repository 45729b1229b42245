package interp

import (
	"fmt"
	"os"
	"regexp"
	"strings"

	"quire/notebook/output"
)

// ExitBroken is the exit status of a worker whose control channel is broken. The Go runtime uses 2 for crashes.
const ExitBroken = 70

// A death is what is known of a worker that ended during a cell, unasked.
type death struct {
	state  *os.ProcessState
	report string // what the Go runtime wrote, "" when it did not crash
	memory int64  // the limit, 0 for none
	place  place
}

// A cause is one way in which a worker dies.
type cause struct {
	sign           string // what the line of the report that names the fault contains
	stage          string
	message        string // "" for the report's own line
	hintKo, hintEn string
}

// The sentence that every explanation of a death ends with: what earlier cells defined is gone.
const (
	restartedKo = " 커널을 다시 시작했으므로, 위 셀에서 만든 값은 사라졌습니다."
	restartedEn = " The kernel was restarted: what the cells above defined is gone."
)

// What is said of a cell that reached for the control channel.
const (
	brokenKo = "셀이 커널과의 연결을 건드려서 커널이 끝났습니다."
	brokenEn = "The cell damaged the connection to its kernel, which has ended."
)

// causes are looked for in order.
var causes = []cause{
	{
		"stack overflow", stageCrash, "stack overflow",
		"함수가 끝없이 자기 자신을 불러서 스택이 넘쳤습니다. 재귀를 끝내는 조건을 확인하세요.",
		"A function called itself without end until the stack was full. Check the condition that ends the recursion.",
	},
	{
		"stack exceeds", stageCrash, "stack overflow",
		"함수가 끝없이 자기 자신을 불러서 스택이 넘쳤습니다. 재귀를 끝내는 조건을 확인하세요.",
		"A function called itself without end until the stack was full. Check the condition that ends the recursion.",
	},
	{
		"concurrent map", stageCrash, "",
		"여러 고루틴이 같은 맵을 동시에 고쳤습니다. sync.Mutex로 보호하거나 고루틴마다 맵을 따로 쓰세요.",
		"Several goroutines used one map at the same time. Guard it with a sync.Mutex, or give each goroutine a map of its own.",
	},
	{
		"all goroutines are asleep", stageCrash, "",
		"모든 고루틴이 서로를 기다리며 멈췄습니다. 채널을 받는 쪽과 보내는 쪽, 닫는 곳을 확인하세요.",
		"All goroutines wait for each other. Check who sends, who receives and who closes the channel.",
	},
	{
		"netpoll", stageCrash, "the kernel's own channel is broken",
		brokenKo, brokenEn,
	},
	{
		"sync: unlock of unlocked", stageCrash, "",
		"잠그지 않은 뮤텍스를 풀었습니다. Lock과 Unlock의 짝을 맞추세요.",
		"A mutex was unlocked that was not locked. Each Unlock needs a Lock before it.",
	},
}

// outOfMemory are the signs of a worker that asked for more memory than there is.
var outOfMemory = regexp.MustCompile(`out of memory|cannot allocate|limit on memory|failed to reserve|newosproc|pthread_create failed`)

// explain returns the error that the page shows.
func (d death) explain() *output.Error {
	e := d.cause()
	e.HintKo += restartedKo
	e.HintEn += restartedEn
	e.Frames = d.place.frames()
	return e
}

func (d death) cause() *output.Error {
	first := firstLine(d.report)
	if d.state.ExitCode() == ExitBroken {
		return &output.Error{
			Stage: stageCrash, Message: clean("the kernel's own channel is broken: " + strings.TrimPrefix(first, "quire worker: ")),
			HintKo: brokenKo, HintEn: brokenEn,
		}
	}
	for _, c := range causes {
		if strings.Contains(first, c.sign) {
			message := c.message
			if message == "" {
				message = first
			}
			return &output.Error{Stage: c.stage, Message: message, HintKo: c.hintKo, HintEn: c.hintEn}
		}
	}
	switch {
	case outOfMemory.MatchString(first):
		return d.memoryError("")
	case strings.HasPrefix(first, "panic: "):
		return &output.Error{
			Stage: "panic", Message: strings.TrimPrefix(first, "panic: "),
			HintKo: "셀이 시작한 고루틴이나 컴파일된 패키지 안에서 패닉이 일어나 커널이 죽었습니다.",
			HintEn: "A panic in a goroutine, or inside a compiled package, ended the kernel.",
		}
	case first != "":
		return &output.Error{
			Stage: stageCrash, Message: first,
			HintKo: "셀을 실행하던 커널이 죽었습니다.", HintEn: "The kernel that ran the cell has died.",
		}
	}
	return d.withoutReport()
}

// withoutReport explains a worker that ended without a word.
func (d death) withoutReport() *output.Error {
	if s := signal(d.state); s == "killed" {
		return d.memoryError(" (the system killed the kernel)")
	} else if s != "" {
		return &output.Error{
			Stage: stageCrash, Message: "signal: " + s,
			HintKo: "시스템이 커널을 끝냈습니다.", HintEn: "The system ended the kernel.",
		}
	}
	code := d.state.ExitCode()
	return &output.Error{
		Stage: stageExit, Message: fmt.Sprintf("exit status %d", code),
		HintKo: "셀이 프로그램을 끝냈습니다. 셀에서는 os.Exit나 log.Fatal 대신 오류를 출력하고 return 하세요.",
		HintEn: "The cell ended the program. In a cell, print the error and return instead of calling os.Exit or log.Fatal.",
	}
}

func (d death) memoryError(more string) *output.Error {
	ko, en := "셀이 쓸 수 있는 메모리를 다 썼습니다.", "The cell used all the memory there is."
	if d.memory > 0 {
		ko = fmt.Sprintf("셀이 메모리를 %s 넘게 쓰려고 했거나, 컴퓨터의 메모리가 모자랍니다.", bytesText(d.memory))
		en = fmt.Sprintf("The cell wanted more than %s of memory, or the computer has too little.", bytesText(d.memory))
	}
	return &output.Error{
		Stage: stageLimit, Message: "out of memory" + more,
		HintKo: ko + " 데이터를 나누어 처리하거나 더 작은 배치를 쓰세요.",
		HintEn: en + " Work on parts of the data, or use smaller batches.",
	}
}

// firstLine returns the line of the runtime's report that names the fault, without "fatal error: ".
func firstLine(report string) string {
	first := ""
	for line := range strings.Lines(report) {
		line = strings.TrimRight(line, "\r\n")
		if cause, ok := strings.CutPrefix(line, "fatal error: "); ok {
			return clean(cause)
		}
		if first == "" && line != "" {
			first = line
		}
	}
	return clean(first)
}

// clean makes a line of the worker's fit for a message.
func clean(s string) string {
	return strings.ToValidUTF8(cut(s), "�")
}

// crashed reports whether the process ended as the Go runtime ends one that it cannot go on with.
func crashed(s *os.ProcessState) bool {
	return s != nil && (s.ExitCode() == 2 || s.ExitCode() == ExitBroken || signal(s) != "" && signal(s) != "killed")
}

// stopped is the error of a cell that was stopped: by the reader, by its timeout, or by a limit. restarted tells that
// it had to be killed.
func stopped(stage string, restarted bool, at place) *output.Error {
	e := &output.Error{Stage: stage, Frames: at.frames()}
	switch stage {
	case stageTimeout:
		e.Message = "timeout"
		e.HintKo = "정해진 시간 안에 끝나지 않아 셀을 멈췄습니다. 더 오래 걸려야 하면 셀에 //| timeout: 을 적으세요."
		e.HintEn = "The cell was stopped because its time was over. If it needs more, write //| timeout: into it."
	case stageLimit:
		e.HintKo = "출력이 너무 많아 셀을 멈췄습니다. 앞의 출력은 남아 있습니다."
		e.HintEn = "The cell was stopped because it showed too much. What it showed before is kept."
	default:
		e.Message = "interrupted"
		e.HintKo = "셀을 중간에 멈췄습니다."
		e.HintEn = "The cell was stopped on request."
	}
	if restarted {
		e.HintKo += " 스스로 멈추지 않아 커널을 끝냈습니다." + restartedKo
		e.HintEn += " It did not stop by itself, so the kernel was ended." + restartedEn
	}
	return e
}

// broken is the error of a worker that did not keep to the protocol.
func broken(err error, at place) *output.Error {
	return &output.Error{
		Stage: stageCrash, Message: clean("the kernel's own channel is broken: " + err.Error()),
		HintKo: brokenKo + restartedKo, HintEn: brokenEn + restartedEn,
		Frames: at.frames(),
	}
}

// unconfined says in both languages what a sandboxed worker can still do on this system; both are "" when it is nothing.
func unconfined(r Ready) (ko, en string) {
	var listKo, listEn []string
	add := func(confined bool, k, e string) {
		if !confined {
			listKo, listEn = append(listKo, k), append(listEn, e)
		}
	}
	add(r.Files, "노트 폴더 밖의 파일", "files outside the note's folder")
	add(r.Network, "네트워크", "the network")
	add(r.Processes, "다른 프로세스", "other processes")
	add(r.Memory, "메모리 사용량", "the use of memory")
	if len(listEn) == 0 {
		return "", ""
	}
	return "이 시스템에서 샌드박스는 다음을 막지 못합니다: " + strings.Join(listKo, ", ") + ". 믿을 수 있는 노트만 실행하세요.",
		"On this system the sandbox does not confine: " + strings.Join(listEn, ", ") + ". Run only notes that you trust."
}

// bytesText is a size for readers.
func bytesText(n int64) string {
	switch {
	case n >= 1<<30 && n%(1<<28) == 0:
		return fmt.Sprintf("%g GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%g MiB", float64(n>>20))
	}
	return fmt.Sprintf("%d bytes", n)
}

// place is where the cell is, as far as it is known.
type place struct {
	cell string
	name string
	line int
}

// frames returns the place in the form of an error's path.
func (p place) frames() []output.Frame {
	if p.line == 0 {
		return nil
	}
	return []output.Frame{{Cell: p.cell, Func: p.name, Line: p.line}}
}
