package interp_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"quire/interp"
	"quire/interp/worker"
	"quire/notebook"
	"quire/notebook/output"
)

func TestMain(m *testing.M) {
	worker.RunIfChild()
	os.Exit(m.Run())
}

func start(t testing.TB, o interp.Options, sandbox bool) notebook.Kernel {
	t.Helper()
	k, err := interp.New(t.Context(), notebook.KernelStart{
		Note: "note.md", Dir: t.TempDir(), Seed: 1, Sandbox: sandbox,
		Params: []notebook.Param{{Name: "epochs", Value: int64(3)}, {Name: "lr", Value: 0.01}, {Name: "name", Value: "홍길동"}},
	}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	return k
}

// cell runs one cell that begins at the line, and returns what it showed.
func cell(t testing.TB, k notebook.Kernel, line int, source string, timeout time.Duration) (notebook.Outcome, []output.Output) {
	t.Helper()
	return cellIn(t, k, notebook.KernelCell{Key: fmt.Sprint("cell", line), Source: source, Line: line, Timeout: timeout})
}

func cellIn(t testing.TB, k notebook.Kernel, c notebook.KernelCell) (notebook.Outcome, []output.Output) {
	t.Helper()
	var all []output.Output
	o, err := k.Run(t.Context(), c, func(o output.Output) { all = append(all, o) })
	if err != nil {
		t.Fatalf("run %q: %v", c.Source, err)
	}
	return o, all
}

// parts splits outputs into all text and the first error.
func parts(all []output.Output) (string, *output.Error) {
	var text strings.Builder
	var failure *output.Error
	for _, o := range all {
		switch o := o.(type) {
		case *output.Text:
			text.WriteString(o.Data)
		case *output.Error:
			if failure == nil {
				failure = o
			}
		}
	}
	return text.String(), failure
}

// TestWhatCellsDo is the acceptance table: cell 3 of a note goes wrong in every way that a student's cell can. What it
// printed before is kept, the error names the note's line, and the kernel goes on.
func TestWhatCellsDo(t *testing.T) {
	for _, c := range []struct {
		name      string
		source    string // of the cell that begins at line 20
		printed   string
		stage     string
		message   string
		line      int // of the error; 0 where only the cell's is known
		restarted bool
		timeout   time.Duration
	}{
		{
			name: "a type error", source: "fmt.Println(\"before\")\nvar s string = x", printed: "",
			stage: "check", message: "cannot use x", line: 21,
		},
		{
			name: "a panic", source: "fmt.Println(\"before\")\nvar a []int\nfmt.Println(a[x])", printed: "before\n",
			stage: "panic", message: "index out of range", line: 22,
		},
		{
			name: "an endless loop", source: "fmt.Println(\"before\")\nfor {\n}", printed: "before\n",
			stage: "timeout", message: "timeout: the cell ran longer than 300ms", timeout: 300 * time.Millisecond,
		},
		{
			name: "os.Exit", source: "import \"os\"; fmt.Println(\"before\")\nos.Exit(3)", printed: "before\n",
			stage: "exit", message: "os.Exit(3)",
		},
		{
			name: "endless recursion", source: "fmt.Println(\"before\")\nfunc f(n int) int { return f(n+1) + 1 }\nfmt.Println(f(0))", printed: "before\n",
			stage: "crash", message: "stack overflow", line: 21, restarted: true,
		},
		{
			name: "a panic in a goroutine", source: "import \"time\"; fmt.Println(\"before\")\ngo func() { panic(\"lost\") }()\ntime.Sleep(300 * time.Millisecond)", printed: "before\n",
			stage: "panic", message: "lost",
		},
		{
			name: "a panic in a goroutine that is waited for", source: "import \"sync\"; fmt.Println(\"before\")\nvar wg sync.WaitGroup\nwg.Add(1)\ngo func() {\n\tdefer wg.Done()\n\tpanic(\"lost\")\n}()\nwg.Wait()", printed: "before\n",
			stage: "panic", message: "lost",
		},
		{
			name: "a panic in a goroutine that nothing ends", source: "import \"sync\"; fmt.Println(\"before\")\nvar wg sync.WaitGroup\nwg.Add(1)\ngo func() {\n\tpanic(\"lost\")\n}()\nwg.Wait()", printed: "before\n",
			stage: "panic", message: "lost",
		},
		{
			name: "a panic in a goroutine beside an endless loop", source: "import \"time\"; fmt.Println(\"before\")\ngo func() { time.Sleep(time.Millisecond); panic(\"lost\") }()\nfor {\n}", printed: "before\n",
			stage: "panic", message: "lost", timeout: 20 * time.Second,
		},
		{
			name: "a shape mismatch in nn", source: "import \"quire/nn\"; fmt.Println(\"before\")\na := nn.New(2, 3)\nb := nn.New(4, 5)\na.Add(b)", printed: "before\n",
			stage: "panic", message: "nn:", line: 23,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if raceDetector && strings.Contains(c.name, "goroutine") {
				t.Skip("the interpreter's goroutines race for the note of the running line")
			}
			k := start(t, interp.Options{}, false)
			if o, all := cell(t, k, 1, "import \"fmt\"\nx := 1\nfmt.Println(\"first\", x)", 0); o.Status != notebook.StatusOK {
				t.Fatalf("the first cell: %+v, %v", o, plain(all))
			}
			o, all := cell(t, k, 20, c.source, c.timeout)
			printed, e := parts(all)
			if e == nil {
				t.Fatalf("no error; the cell showed %q", printed)
			}
			if o.Status != notebook.StatusFailed || o.Restarted != c.restarted || printed != c.printed {
				t.Errorf("status %s, restarted %v, printed %q; want failed, %v, %q", o.Status, o.Restarted, printed, c.restarted, c.printed)
			}
			if e.Stage != c.stage || !strings.Contains(e.Message, c.message) {
				t.Errorf("error %s: %s; want %s: … %s …", e.Stage, e.Message, c.stage, c.message)
			}
			switch {
			case len(e.Frames) == 0:
				t.Error("the error has no place")
			case c.line > 0 && e.Frames[0].Line != c.line, e.Frames[0].Line < 20, e.Frames[0].Line > 30:
				t.Errorf("the error is at line %d, want %d", e.Frames[0].Line, c.line)
			case e.Frames[0].Cell != "cell20":
				t.Errorf("the error is in cell %q, want cell20", e.Frames[0].Cell)
			}
			again, all := cell(t, k, 40, "import \"fmt\"\nfmt.Println(\"alive\")", 0)
			if text, _ := parts(all); again.Status != notebook.StatusOK || text != "alive\n" {
				t.Errorf("the next cell: %s, %q", again.Status, text)
			}
		})
	}
}

func plain(all []output.Output) string {
	var b strings.Builder
	for _, o := range all {
		b.WriteString(o.Plain())
		b.WriteByte('\n')
	}
	return b.String()
}

// TestTrainingIsInterrupted interrupts a training, which is compiled code, and goes on with the network.
func TestTrainingIsInterrupted(t *testing.T) {
	k := start(t, interp.Options{}, false)
	if o, all := cell(t, k, 1, `import "quire/nn"
x := nn.New(200, 50)
labels := make([]int, 200)
examples := nn.NewExamples(x, labels)
net := nn.NewMLP(nn.MLP{Sizes: []int{50, 30, 2}})`, 0); o.Status != notebook.StatusOK {
		t.Fatal(plain(all))
	}
	o, all := cell(t, k, 10, "nn.Fit(net, examples, &nn.SGD{LR: 0.01}, nn.FitOptions{Iterations: 100_000_000, Quiet: true})\nprintln(\"went on\")", 300*time.Millisecond)
	text, e := parts(all)
	if e == nil || e.Stage != "timeout" || o.Restarted || text != "" {
		t.Errorf("restarted %v, shows %q", o.Restarted, plain(all))
	}
	if o, all := cell(t, k, 20, "nn.Fit(net, examples, &nn.SGD{LR: 0.01}, nn.FitOptions{Iterations: 10, Quiet: true})\nprintln(\"trained\")", 0); o.Status != notebook.StatusOK {
		t.Errorf("the next training: %s", plain(all))
	}
}

// TestDeadlock checks that goroutines which wait for each other are told, and not waited for.
func TestDeadlock(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector is never idle")
	}
	k := start(t, interp.Options{}, false)
	o, all := cell(t, k, 5, "ch := make(chan int)\nch <- 1", 30*time.Second)
	if _, e := parts(all); e == nil || e.Message != "all goroutines are asleep - deadlock!" || o.Restarted {
		t.Errorf("shows %q, restarted %v", plain(all), o.Restarted)
	}
}

func TestManyPrintedLines(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 50_000
	}
	k := start(t, interp.Options{}, false)
	cell(t, k, 1, "import \"fmt\"", 0)
	lines, last := 0, ""
	began := time.Now()
	o, err := k.Run(t.Context(), notebook.KernelCell{Key: "c", Line: 1, Source: fmt.Sprintf("for i := 0; i < %d; i++ {\n\tfmt.Println(\"line\", i)\n}", n)},
		func(o output.Output) {
			if text, ok := o.(*output.Text); ok {
				lines += strings.Count(text.Data, "\n")
				last = text.Data[max(0, len(text.Data)-30):]
			}
		})
	if err != nil || o.Status != notebook.StatusOK || lines != n || !strings.HasSuffix(last, fmt.Sprintf("line %d\n", n-1)) {
		t.Errorf("%d of %d lines, the last %q; status %s, %v", lines, n, last, o.Status, err)
	}
	t.Logf("%d lines in %v", n, time.Since(began).Round(time.Millisecond))
}

func TestParamsAndOrder(t *testing.T) {
	k := start(t, interp.Options{}, false)
	_, all := cell(t, k, 1, `import ("fmt"; "os"; "quire/notebook/show")
fmt.Println(epochs, lr, name)
show.Table([]struct{ A int }{{1}, {2}})
println("to standard error")
fmt.Fprintln(os.Stdout, "end")`, 0)
	var kinds []string
	for _, o := range all {
		if t, ok := o.(*output.Text); ok {
			kinds = append(kinds, strings.TrimSpace(t.Data))
		} else {
			kinds = append(kinds, "["+string(o.Kind())+"]")
		}
	}
	if got, want := strings.Join(kinds, " "), "3 0.01 홍길동 [table] to standard error end"; got != want {
		t.Errorf("shows %q, want %q: %s", got, want, plain(all))
	}
}

// TestStreams checks that standard output and error come apart, and in the order in which they were written.
func TestStreams(t *testing.T) {
	k := start(t, interp.Options{}, false)
	_, all := cell(t, k, 1, `import ("bufio"; "fmt"; "log"; "log/slog"; "os")
log.SetFlags(0)
w := bufio.NewWriter(os.Stdout)
for i := 0; i < 20; i++ {
	fmt.Println("a")
	fmt.Fprintln(os.Stderr, "b")
	fmt.Fprintln(os.Stdout, "c")
	println("d")
	os.Stdout.WriteString("e\n")
	log.Print("f")
	fmt.Fprintln(w, "g")
	w.Flush()
	log.New(os.Stderr, "", 0).Print("h")
	slog.New(slog.DiscardHandler).Info("nothing")
}`, 0)
	text, e := parts(all)
	if want := strings.Repeat("a\nb\nc\nd\ne\nf\ng\nh\n", 20); text != want || e != nil {
		t.Errorf("printed %q, %v", text, e)
	}
	var stderr strings.Builder
	for _, o := range all {
		if t, ok := o.(*output.Text); ok && t.Stream == output.Stderr {
			stderr.WriteString(t.Data)
		}
	}
	if want := strings.Repeat("b\nd\nf\n", 20); stderr.String() != want {
		t.Errorf("to standard error came %q, want %q", stderr.String(), want)
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := interp.New(t.Context(), notebook.KernelStart{Dir: t.TempDir() + "/nowhere"}, interp.Options{}); err == nil {
		t.Error("a folder that is not there is accepted")
	}
	s := notebook.KernelStart{Dir: t.TempDir(), Params: []notebook.Param{{Name: "p", Value: 3}}}
	if _, err := interp.New(t.Context(), s, interp.Options{}); err == nil {
		t.Error("a parameter of type int is accepted, which no front matter gives")
	}
}

// hostile are cells that try to reach more than a sandboxed note may, through everything that cells can import. Each must
// fail, or be refused, and none may end the parent.
var hostile = map[string]string{
	"start a process":     `import "os"` + "\n" + `_, err := os.StartProcess("/bin/true", []string{"true"}, &os.ProcAttr{})` + "\nif err == nil { println(\"REACHED\") }",
	"run a command":       `import "os/exec"` + "\n" + `if exec.Command("/bin/true").Run() == nil { println("REACHED") }`,
	"system calls":        `import "syscall"` + "\n" + `if syscall.Kill(syscall.Getppid(), 0) == nil { println("REACHED") }`,
	"unsafe":              `import "unsafe"` + "\nvar x int\nprintln(\"REACHED\", unsafe.Sizeof(x))",
	"read passwords":      `import "os"` + "\n" + `if _, err := os.ReadFile("/etc/passwd"); err == nil { println("REACHED") }`,
	"climb out":           `import "os"` + "\n" + `if _, err := os.ReadFile("../../../../../../etc/passwd"); err == nil { println("REACHED") }`,
	"list home":           `import "os"` + "\nh, _ := os.UserHomeDir()\n" + `if _, err := os.ReadDir(h); err == nil { println("REACHED") }`,
	"write the folder":    `import "os"` + "\n" + `if os.WriteFile("x", nil, 0o600) == nil { println("REACHED") }`,
	"write a start file":  `import "os"` + "\nh, _ := os.UserHomeDir()\n" + `if os.WriteFile(h+"/.profile-quire-test", nil, 0o600) == nil { println("REACHED") }`,
	"chmod":               `import "os"` + "\n" + `if os.Chmod("/tmp", 0o777) == nil { println("REACHED") }`,
	"symlink":             `import "os"` + "\nl := os.TempDir()+\"/l\"\nos.Symlink(\"/etc/passwd\", l)\n" + `if _, err := os.ReadFile(l); err == nil { println("REACHED") }`,
	"os.Root":             `import "os"` + "\n" + `if r, err := os.OpenRoot("/"); err == nil { if _, err := r.Open("etc/passwd"); err == nil { println("REACHED") } }`,
	"os.DirFS":            `import ("os"; "io/fs")` + "\n" + `if _, err := fs.ReadFile(os.DirFS("/etc"), "passwd"); err == nil { println("REACHED") }`,
	"filepath.Walk":       `import ("path/filepath"; "io/fs")` + "\nn := 0\n" + `filepath.WalkDir("/etc", func(p string, d fs.DirEntry, err error) error { if err == nil && p != "/etc" { n++ }; return nil })` + "\nif n > 0 { println(\"REACHED\") }",
	"own memory":          `import "os"` + "\n" + `if _, err := os.Open("/proc/self/mem"); err == nil { println("REACHED") }`,
	"own environment":     `import "os"` + "\n" + `if _, err := os.ReadFile("/proc/self/environ"); err == nil { println("REACHED") }`,
	"secret environment":  `import "os"` + "\n" + `if os.Getenv("QUIRE_TEST_SECRET") != "" { println("REACHED") }`,
	"tcp":                 `import "net"` + "\n" + `if _, err := net.Dial("tcp", "127.0.0.1:9"); err == nil { println("REACHED") }`,
	"listen":              `import "net"` + "\n" + `if _, err := net.Listen("tcp", "127.0.0.1:0"); err == nil { println("REACHED") }`,
	"udp":                 `import "net"` + "\n" + `if _, err := net.Dial("udp", "127.0.0.1:53"); err == nil { println("REACHED") }`,
	"unix socket":         `import ("net"; "os")` + "\n" + `if _, err := net.Listen("unix", os.TempDir()+"/s"); err == nil { println("REACHED") }`,
	"http":                `import "net/http"` + "\n" + `if _, err := http.Get("http://127.0.0.1:9/"); err == nil { println("REACHED") }`,
	"dns":                 `import "net"` + "\n" + `if _, err := net.LookupHost("example.com"); err == nil { println("REACHED") }`,
	"mail":                `import "net/smtp"` + "\n" + `if smtp.SendMail("127.0.0.1:25", nil, "a@b", []string{"c@d"}, nil) == nil { println("REACHED") }`,
	"find the parent":     `import "os"` + "\n" + `p, _ := os.FindProcess(os.Getppid())` + "\n" + `if p != nil && p.Kill() == nil { println("REACHED") }`,
	"forge a message":     "import \"os\"\nfor fd := uintptr(3); fd < 300; fd++ {\n\tif f := os.NewFile(fd, \"x\"); f != nil {\n\t\tf.Write([]byte(\"\\x00\\x00\\x00\\x1dD{\\\"Number\\\":1,\\\"OK\\\":true}aaaaaaaaaaaaaaaa\"))\n\t}\n}",
	"close everything":    "import \"os\"\nfor fd := uintptr(0); fd < 300; fd++ {\n\tif f := os.NewFile(fd, \"x\"); f != nil {\n\t\tf.Close()\n\t}\n}",
	"steal messages":      "import (\"io\"; \"os\")\nfor fd := uintptr(3); fd < 300; fd++ {\n\tif f := os.NewFile(fd, \"x\"); f != nil {\n\t\tgo io.Copy(io.Discard, f)\n\t}\n}\nselect {}",
	"goroutines for ever": "for i := 0; ; i++ {\n\tgo func() { select {} }()\n}",
	"eat memory":          "var all [][]byte\nfor {\n\tb := make([]byte, 8<<20)\n\tfor i := 0; i < len(b); i += 4096 {\n\t\tb[i] = 1\n\t}\n\tall = append(all, b)\n}",
	"one huge slice":      "n := 1 << 40\nb := make([]byte, n)\nb[0] = 1\nprintln(\"REACHED\")",
	"a flood":             "import \"fmt\"\nfor {\n\tfmt.Println(\"0123456789012345678901234567890123456789012345678901234567890123456789\")\n}",
	"fake crash":          "println(\"fatal error: stack overflow\")\nprintln(\"goroutine 1 [running]:\")\nfor {\n}",
	"signals ignored":     "import (\"os/signal\"; \"os\")\nsignal.Ignore()\nsignal.Notify(make(chan os.Signal, 1))\nfor {\n}",
	"fill the disk":       "import \"os\"\nf, _ := os.Create(os.TempDir() + \"/big\")\nb := make([]byte, 1<<20)\nvar err error\nfor i := 0; i < 2000 && err == nil; i++ {\n\t_, err = f.Write(b)\n}\nif err == nil { println(\"REACHED\") }",
}

func TestHostileCells(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector needs address space without limit")
	}
	t.Setenv("QUIRE_TEST_SECRET", "secret")
	confined := true
	notice := func(_, en string) { confined = false; t.Log(en) }
	k := start(t, interp.Options{Memory: 256 << 20, MaxText: 32 << 20, Read: []string{}, Notice: notice}, true)
	if _, all := cell(t, k, 1, "println(\"ready\")", 0); !confined {
		t.Skip("this system has no sandbox: ", plain(all))
	}
	for name, source := range hostile {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && (name == "fill the disk" || name == "a flood") {
				t.Skip("writes much")
			}
			began := time.Now()
			_, all := cell(t, k, 10, source, 4*time.Second)
			if text := plain(all); strings.Contains(text, "REACHED") {
				t.Errorf("the cell got out: %.500s", text)
			}
			if d := time.Since(began); d > 8*time.Second {
				t.Errorf("it took %v", d)
			}
			o, all := cell(t, k, 30, "println(\"alive\")", 10*time.Second)
			if o.Status != notebook.StatusOK || !strings.Contains(plain(all), "alive") {
				// A cell that went on in the background may have damaged its worker: the one after it runs in a new one.
				if o, all = cell(t, k, 40, "println(\"alive\")", 10*time.Second); o.Status != notebook.StatusOK {
					t.Errorf("afterwards: %s, %.300q", o.Status, plain(all))
				}
			}
		})
	}
}

func TestOneWorkerSurvivesManyCells(t *testing.T) {
	k := start(t, interp.Options{}, false)
	cell(t, k, 1, "import \"fmt\"\nsum := 0", 0)
	for i := range 30 {
		if o, all := cell(t, k, 10*i, fmt.Sprintf("sum += %d", i), 0); o.Status != notebook.StatusOK {
			t.Fatalf("cell %d: %s", i, plain(all))
		}
	}
	if _, all := cell(t, k, 999, "fmt.Println(sum)", 0); !strings.HasPrefix(plain(all), "435\n") {
		t.Errorf("the sum is %s", plain(all))
	}
}

func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		k, err := interp.New(context.Background(), notebook.KernelStart{Note: "note.md", Dir: dir}, interp.Options{})
		if err != nil {
			b.Fatal(err)
		}
		cell(b, k, 1, "println(\"hello\")", 0)
		k.Close()
	}
}

func BenchmarkRoundTrip(b *testing.B) {
	k := start(b, interp.Options{}, false)
	cell(b, k, 1, "x := 1", 0)
	for b.Loop() {
		cell(b, k, 2, "x = 2", 0)
	}
}
