package show

import (
	"fmt"
	"io"
	"os"
	"sync"

	"quire/notebook/output"
)

// sink is where outputs go. The worker sets it before each cell; a program that runs on its own prints.
var sink struct {
	sync.Mutex
	emit func(output.Output)
}

// SetSink has every output that is shown from now on handed to emit, one at a time. nil prints the text form of outputs
// to standard output instead, which is also what happens before the first call.
func SetSink(emit func(output.Output)) {
	sink.Lock()
	defer sink.Unlock()
	sink.emit = emit
}

// show hands an output on. Cells may show from several goroutines.
func show(o output.Output) {
	sink.Lock()
	defer sink.Unlock()
	if sink.emit != nil {
		sink.emit(o)
		return
	}
	printPlain(os.Stdout, o)
}

func printPlain(w io.Writer, o output.Output) {
	if o.Kind() != output.KindProgress {
		fmt.Fprintln(w, o.Plain())
	}
}
