package worker

import (
	"testing"

	"quire/interp"
)

// volatileCells are cells with the reason for which each is volatile, "" for those that repeat.
var volatileCells = []struct{ name, src, reason string }{
	{"the clock", "fmt.Println(time.Now().Year() > 2000)", "time.Now"},
	{"a function that reads it", "func now() int64 { return time.Now().UnixNano() }\nfmt.Println(now() > 0)", "time.Now"},
	{"a function that nobody calls", "func now() int64 { return time.Now().UnixNano() }", ""},
	{"the clock as a value", "f := time.Now; fmt.Println(f().IsZero())", "time.Now"},
	{"a branch that is not taken", "if len(os.Args) > 9 { fmt.Println(time.Now()) }", ""},
	{"time since", "var t time.Time; fmt.Println(time.Since(t) > 0)", "time.Since"},
	{"time.After", "<-time.After(time.Millisecond)", "time.After"},
	{"time.Sleep", "time.Sleep(time.Millisecond); fmt.Println(time.Second)", ""},
	{"dates", "d := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC); fmt.Println(d.Add(time.Hour).Weekday())", ""},
	{"a timeout", "ctx, cancel := context.WithTimeout(context.Background(), time.Hour); defer cancel(); fmt.Println(ctx.Err())", "context.WithTimeout"},
	{"a cancelled context", "ctx, cancel := context.WithCancel(context.Background()); cancel(); fmt.Println(ctx.Err())", ""},
	{"process", "fmt.Println(os.Getpid() > 0)", "os.Getpid"},
	{"environment", "fmt.Println(os.Getenv(\"NO_SUCH_NAME\"))", "os.Getenv"},
	{"goroutines of the runtime", "fmt.Println(runtime.NumGoroutine() > 0)", "runtime.NumGoroutine"},
	{"memory", "var m runtime.MemStats; runtime.ReadMemStats(&m); fmt.Println(m.Alloc > 0)", "runtime.ReadMemStats"},
	{"true random numbers", "import \"crypto/rand\"\nb := make([]byte, 4); rand.Read(b)", "rand.Read"},
	{"their source", "import \"crypto/rand\"\nb := make([]byte, 4); io.ReadFull(rand.Reader, b)", "rand.Reader"},
	{"hashes with a seed", "var h maphash.Hash; h.WriteString(\"a\"); fmt.Println(h.Sum64() > 0)", "maphash.WriteString"},
	{"plain hashes", "fmt.Printf(\"%x\\n\", sha256.Sum256([]byte(\"a\")))", ""},
	{"the time of a file", "s, err := os.Stat(\".\"); fmt.Println(err, s.ModTime().IsZero())", "fs.ModTime"},
	{"the size of a file", "s, err := os.Stat(\".\"); fmt.Println(err, s.IsDir())", ""},
	{"a logger with the time", "log.SetOutput(io.Discard); log.Print(\"a\"); log.SetOutput(os.Stderr)", "log"},
	{"a logger without it", "l := log.New(io.Discard, \"\", 0); l.Print(\"a\")", ""},
	{"a graph of gonum", "g := simple.NewUndirectedGraph(); g.SetEdge(g.NewEdge(simple.Node(1), simple.Node(2))); fmt.Println(g.Nodes().Len())", "simple.Nodes"},

	{"a pointer", "x := 1; fmt.Println(&x)", interp.ReasonAddress},
	{"a nil pointer", "var p *int; fmt.Println(p)", ""},
	{"a pointer to a struct", "type S struct { A int; B string }\nfmt.Println(&S{1, \"x\"}, []*S{nil})", ""},
	{"a slice of pointers", "type S struct { A int }\nfmt.Println([]*S{{1}})", interp.ReasonAddress},
	{"a pointer in a struct", "type S struct { p *int }\nx := 1; fmt.Printf(\"%+v\\n\", S{&x})", interp.ReasonAddress},
	{"a pointer with %p", "type S struct { A int }\nfmt.Printf(\"%p\\n\", &S{1})", interp.ReasonAddress},
	{"a slice of the note's type with %p", "type S struct { A int }\nfmt.Printf(\"%p\\n\", []S{{1}})", interp.ReasonAddress},
	{"the type of a pointer", "x := 1; fmt.Printf(\"%T %d\\n\", &x, x)", ""},
	{"a map with %p", "fmt.Printf(\"%p\\n\", map[int]int{})", interp.ReasonAddress},
	{"a function", "fmt.Println(func() {})", interp.ReasonAddress},
	{"a channel", "fmt.Println(make(chan int))", interp.ReasonAddress},
	{"a pointer in an interface", "x := 1; fmt.Println([]any{1, \"a\", &x})", interp.ReasonAddress},
	{"a pointer with a String method", "type S struct { A int }\nfunc (s *S) String() string { return \"S\" }\nfmt.Println(&S{1}, []*S{{2}})", ""},
	{"a big number", "fmt.Println(big.NewInt(5), []*big.Int{big.NewInt(6)})", ""},
	{"an address in a string", "x := 1; s := fmt.Sprint(&x); _ = s", interp.ReasonAddress},
	{"an address with println", "x := 1; println(&x)", interp.ReasonAddress},
	{"an address that is shown", "x := 1\n&x", interp.ReasonAddress},
	{"hexadecimal text", "fmt.Printf(\"%#x %s\\n\", 0xc000012345, \"0xc000012345\")", ""},
	{"errors", "fmt.Println(errors.New(\"a\"), fmt.Errorf(\"b: %w\", io.EOF))", ""},

	{"maps with ordered keys", "m := map[string]int{\"a\": 1, \"b\": 2}; for k := range m { fmt.Println(k) }", ""},
	{"maps with pointers as keys", "type S struct { A int }\nm := map[*S]int{{1}: 1, {2}: 2}; n := 0; for _, v := range m { n += v }; fmt.Println(n)", interp.ReasonOrder},
	{"a map with one pointer", "type S struct { A int }\nm := map[*S]int{{1}: 1}; for _, v := range m { fmt.Println(v) }", ""},
	{"keys that differ before their pointers", "type K struct { n int; p *int }\nx, y := 1, 2; m := map[K]int{{1, &x}: 1, {2, &y}: 2}; for _, v := range m { fmt.Println(v) }", ""},
	{"interfaces that hold pointers", "x, y := 1, 2; m := map[any]int{&x: 1, &y: 2, 3: 3}; n := 0; for _, v := range m { n += v }; fmt.Println(n)", interp.ReasonOrder},
	{"maps with channels as keys", "m := map[chan int]int{make(chan int): 1, make(chan int): 2}; for range m {}", interp.ReasonOrder},
	{"the keys of maps with channels", "m := map[chan int]int{make(chan int): 1, make(chan int): 2}; for range maps.Keys(m) {}", interp.ReasonOrder},
	{"keys by reflection", "m := map[string]int{\"b\": 1, \"a\": 2}; fmt.Println(reflect.ValueOf(m).MapKeys())", ""},
	{"pointers as keys, by reflection", "x, y := 1, 2; m := map[*int]int{&x: 1, &y: 2}; for it := reflect.ValueOf(m).MapRange(); it.Next(); {}", interp.ReasonOrder},
	{"the address of a value by reflection", "x := 1; fmt.Println(reflect.ValueOf(&x).Pointer() > 0)", "reflect.Pointer"},
	{"sync.Map with pointers", "var m sync.Map; x, y := 1, 2; m.Store(&x, 1); m.Store(&y, 1); m.Range(func(k, v any) bool { return true })", interp.ReasonOrder},

	{"a goroutine that prints alone", "done := make(chan bool); go func() { fmt.Println(1); fmt.Println(2); done <- true }(); <-done", ""},
	{"goroutines that print", "var wg sync.WaitGroup; for i := range 3 { wg.Add(1); go func() { defer wg.Done(); fmt.Println(i) }() }; wg.Wait()", interp.ReasonGoroutines},
	{"goroutines that fill a slice", "x := make([]int, 3); var wg sync.WaitGroup; for i := range x { wg.Add(1); go func() { defer wg.Done(); x[i] = i * i }() }; wg.Wait(); fmt.Println(x)", ""},
	{"goroutines that send on one channel", "c := make(chan int); for i := range 3 { go func() { c <- i }() }; fmt.Println(<-c, <-c, <-c)", interp.ReasonGoroutines},
	{"goroutines that send on their own channels", "c, d := make(chan int), make(chan int); go func() { c <- 1 }(); go func() { d <- 2 }(); fmt.Println(<-c, <-d)", ""},
	{"a producer", "c := make(chan int); go func() { for i := range 3 { c <- i }; close(c) }(); for v := range c { fmt.Println(v) }", ""},
	{"a select with a choice", "c, d := make(chan int, 1), make(chan int, 1); c <- 1; d <- 2; select { case v := <-c: fmt.Println(v); case v := <-d: fmt.Println(v) }", interp.ReasonSelect},
	{"a select without a choice", "c, d := make(chan int, 1), make(chan int, 1); d <- 2; select { case v := <-c: fmt.Println(v); case v := <-d: fmt.Println(v) }", ""},
	{"a select with a closed channel", "c, d := make(chan int, 1), make(chan int); c <- 1; close(d); select { case <-c: case <-d: }", interp.ReasonSelect},
	{"a select that may send or receive", "c := make(chan int, 2); c <- 1; select { case c <- 2: case <-c: }", interp.ReasonSelect},
	{"a select with a default", "c := make(chan int, 1); select { case v := <-c: fmt.Println(v); default: fmt.Println(\"none\") }", ""},
	{"a select beside a goroutine", "c, d := make(chan int), make(chan int); go func() { c <- 1 }(); select { case <-c: case <-d: }", interp.ReasonSelect},
}

func TestVolatileCells(t *testing.T) {
	skipUnderRace(t)
	for _, c := range volatileCells {
		t.Run(c.name, func(t *testing.T) {
			_, o := cellsOutput(t, 1, c.src)
			if o[0].Reason != c.reason || o[0].Volatile != (c.reason != "") {
				t.Errorf("%s\nvolatile %v because of %q, want %q", c.src, o[0].Volatile, o[0].Reason, c.reason)
			}
		})
	}
}

// TestVolatileEndsWithTheCell says that the mark belongs to one cell.
func TestVolatileEndsWithTheCell(t *testing.T) {
	skipUnderRace(t)
	_, o := cellsOutput(t, 1, "t := time.Now()", "fmt.Println(1)", "fmt.Println(t.IsZero())")
	for i, want := range []bool{true, false, false} {
		if o[i].Volatile != want {
			t.Errorf("cell %d: volatile %v, want %v", i+1, o[i].Volatile, want)
		}
	}
}

// TestSelectKeepsTicks says that looking at the channels of a select takes nothing out of them: the timer fires once.
func TestSelectKeepsTicks(t *testing.T) {
	skipUnderRace(t)
	out, o := cellsOutput(t, 1,
		"timer := time.NewTimer(time.Millisecond); done := make(chan int); time.Sleep(20 * time.Millisecond)",
		"select { case <-timer.C: fmt.Println(\"fired\"); case <-done: fmt.Println(\"done\") }")
	if out != "fired\n" || o[1].Reason != interp.ReasonSelect {
		t.Errorf("prints %q, volatile because of %q", out, o[1].Reason)
	}
}

// TestMapOrder prints maps in the order in which package fmt prints them. What is deleted before it is reached is not
// visited.
func TestMapOrder(t *testing.T) {
	skipUnderRace(t)
	for _, c := range []struct{ src, want string }{
		{`m := map[int]string{3: "c", -1: "a", 2: "b"}; for k, v := range m { fmt.Print(k, v, " ") }`, "-1a 2b 3c "},
		{`type ID uint8; m := map[ID]bool{200: true, 3: true}; for k := range m { fmt.Print(k, " ") }`, "3 200 "},
		{`m := map[bool]int{true: 1, false: 0}; for k := range m { fmt.Print(k, " ") }`, "false true "},
		{`m := map[[2]int]int{{2, 1}: 0, {1, 9}: 0, {1, 3}: 0}; for k := range m { fmt.Print(k, " ") }`, "[1 3] [1 9] [2 1] "},
		{`type P struct { x float64; s string }; m := map[P]int{{1, "b"}: 0, {1, "a"}: 0, {-2, "z"}: 0}; for k := range m { fmt.Print(k, " ") }`, "{-2 z} {1 a} {1 b} "},
		{`m := map[complex128]int{2: 0, 1i: 0, 1: 0}; for k := range m { fmt.Print(k, " ") }`, "(0+1i) (1+0i) (2+0i) "},
		{`m := map[any]int{"b": 0, 2: 0, "a": 0, 1: 0, 1.5: 0}; for k := range m { fmt.Print(k, " ") }`, "1.5 1 2 a b "},
		{"type A int\ntype B string\nm := map[any]int{B(\"x\"): 0, A(2): 0, A(1): 0}\nfor k := range m { fmt.Printf(\"%T%v \", k, k) }", "main.A1 main.A2 main.Bx "},
		{`m := map[int]int{1: 1, 2: 2, 3: 3, 4: 4}; for k := range m { fmt.Print(k, " "); delete(m, k+1) }`, "1 3 "},
		{`m := map[int]int{1: 1, 2: 2}; for k := range m { if k < 9 { m[k+10] = k } }; fmt.Print(len(m))`, "4"},
		{`m := map[int]int{1: 1, 2: 2}; for k := range m { clear(m); fmt.Print(k) }`, "1"},
		{`m := map[string]int{"b": 2, "a": 1, "c": 3}; for k := range maps.Keys(m) { fmt.Print(k) }; for v := range maps.Values(m) { fmt.Print(v) }; for k, v := range maps.All(m) { fmt.Print(k, v) }`, "abc123a1b2c3"},
		{`var m sync.Map; m.Store("b", 2); m.Store("a", 1); m.Store(3, 0); m.Range(func(k, v any) bool { fmt.Print(k, v, " "); m.Delete("b"); return true })`, "3 0 a1 "},
		{"type S struct { sync.Map }\nvar s S; s.Store(2, 0); s.Store(1, 0); f := s.Range; f(func(k, v any) bool { fmt.Print(k, \" \"); return k != 1 })", "1 "},
	} {
		got, o := cellsOutput(t, 1, c.src)
		if got != c.want {
			t.Errorf("%s\nprints %q, want %q", c.src, got, c.want)
		}
		if o[0].Volatile {
			t.Errorf("%s\nis volatile: %s", c.src, o[0].Reason)
		}
	}
}
