package interp_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/output"
)

// An edited is a note under test: cell i may define vi, fi and Ti, and use or change those of cells above.
type edited struct {
	cells   []string
	change  []int // the cell above whose variable a cell changes, or its own number
	changed []int // the same of the text that ran last
}

const editedCells = 8

func (n *edited) key(i int) string { return "c" + strconv.Itoa(i) }

func (n *edited) note() (keys []string) {
	for i := range n.cells {
		keys = append(keys, n.key(i))
	}
	return keys
}

// edit gives cell i a new text.
func (n *edited) edit(r *rand.Rand, i int) {
	use := func(kind string) string { // a name of a cell above, which need not define it now
		if i == 0 {
			return "1"
		}
		return kind + strconv.Itoa(r.IntN(i))
	}
	k := r.IntN(9) + 1
	texts := []string{
		fmt.Sprintf("v%d := %d\nfmt.Println(v%[1]d)", i, k),
		fmt.Sprintf("v%d := %d + %s\nv%[1]d", i, k, use("v")),
		fmt.Sprintf("big%d := make([]float64, 1<<17)\nv%[1]d := len(big%[1]d) + %d\nfunc f%[1]d(x int) int { return x*v%[1]d + len(big%[1]d) }", i, k),
		fmt.Sprintf("func f%d(x int) int { return x + %d }\nfmt.Println(f%[1]d(2), %[3]s)", i, k, use("v")),
		fmt.Sprintf("type T%d struct{ N, M int }\nfunc (t T%[1]d) Sum() int { return t.N*%d + t.M }\nv%[1]d := T%[1]d{%[2]d, 2}.Sum()\nfmt.Printf(\"%%v %%d\\n\", T%[1]d{1, %[2]d}, v%[1]d)", i, k),
		fmt.Sprintf("func g%d[E any](xs ...E) []E { return xs }\nfmt.Println(g%[1]d(%d, 2), g%[1]d(\"a\"), len(g%[1]d(%[3]s)))", i, k, use("v")),
		fmt.Sprintf("var fs%d []func() int\nfor j := range %d {\n\tfs%[1]d = append(fs%[1]d, func() int { return j * %[2]d })\n}\nv%[1]d := fs%[1]d[len(fs%[1]d)-1]()\nfmt.Println(v%[1]d, rand.IntN(1000))", i, k),
		fmt.Sprintf("m%d := map[string]int{\"a\": %d, \"b\": %s}\nfor key, x := range m%[1]d {\n\tfmt.Println(key, x)\n}", i, k, use("v")),
		fmt.Sprintf("fmt.Println(%s(%d))", use("f"), k),
		fmt.Sprintf("v%d := \"text %d\"\nfmt.Println(v%[1]d + undefined%[1]d)", i, k),
		fmt.Sprintf("v%d := []int{%d}\nfmt.Println(v%[1]d[len(v%[1]d)])", i, k),
	}
	n.cells[i] = texts[r.IntN(len(texts))]
	n.change[i] = i
	if i > 0 && r.IntN(3) == 0 {
		n.change[i] = r.IntN(i)
		n.cells[i] = fmt.Sprintf("v%d = v%[1]d * 3\n", n.change[i]) + n.cells[i]
	}
}

// from is the first cell that must run again when cell i was edited: what a cell changes, or changed, is made anew.
func (n *edited) from(i int) int {
	for again := true; again; {
		again = false
		for c := i; c < len(n.cells); c++ {
			if first := min(n.change[c], n.changed[c]); first < i {
				i, again = first, true
			}
		}
	}
	return i
}

// run runs cell i in its place and returns everything that it shows.
func (n *edited) run(t *testing.T, k notebook.Kernel, i int) string {
	var shown strings.Builder
	o, all := cellIn(t, k, notebook.KernelCell{Key: n.key(i), Source: n.cells[i], Line: 10 * i, Note: n.note()})
	fmt.Fprintln(&shown, o.Status)
	for _, o := range all {
		if text, ok := o.(*output.Text); ok { // it comes in pieces as time has it
			shown.WriteString(text.Data)
			continue
		}
		shown.WriteString(o.Plain())
	}
	return shown.String()
}

// TestSoakEdits edits cells at random in one kernel. Each time the cells that the edit reaches run again, and the page is
// what a clean run of the note shows. What the old cells held is let go of.
func TestSoakEdits(t *testing.T) {
	edits, every := 40, 10
	if os.Getenv("QUIRE_SOAK") != "" {
		edits, every = 2000, 20
	}
	r := rand.New(rand.NewPCG(1, 2))
	n := &edited{cells: make([]string, editedCells), change: make([]int, editedCells), changed: make([]int, editedCells)}
	for i := range n.cells {
		n.edit(r, i)
		n.changed[i] = i
	}
	live := start(t, interp.Options{}, false)
	page := make([]string, editedCells)
	for edit := range edits {
		i := 0
		if edit > 0 {
			i = r.IntN(editedCells)
			n.edit(r, i)
			i = n.from(i)
		}
		for c := i; c < editedCells; c++ {
			page[c] = n.run(t, live, c)
			n.changed[c] = n.change[c]
		}
		if edit%every == 0 {
			clean := start(t, interp.Options{}, false)
			for c := range n.cells {
				if want := n.run(t, clean, c); page[c] != want {
					t.Fatalf("after %d edits cell %d is\n%s\nwhich shows\n%s\nand in a clean run\n%s\nnote:\n%s", edit, c, n.cells[c], page[c], want, strings.Join(n.cells, "\n---\n"))
				}
			}
			clean.Close()
		}
	}
	_, all := cellIn(t, live, notebook.KernelCell{Key: "memory", Line: 1, Note: append(slices.Clone(n.note()), "memory"), Source: `import "runtime"
runtime.GC()
var stats runtime.MemStats
runtime.ReadMemStats(&stats)
fmt.Println(stats.HeapAlloc >> 20)`})
	heap, err := strconv.Atoi(strings.TrimSpace(plain(all)))
	if err != nil {
		t.Fatal(plain(all))
	}
	t.Logf("after %d edits the worker's heap is %d MiB", edits, heap)
	if heap > 100+edits/10 {
		t.Errorf("after %d edits the worker's heap is %d MiB", edits, heap)
	}
}
