package reports

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"quire/notebook"
	"quire/notebook/output"
)

var update = flag.Bool("update", false, "record the results of the PDF's sample report anew")

// The sample report of notebook/pdf, whose tests and benchmarks set it with results that were recorded here: that
// package runs no cells.
const (
	sampleNote    = "../notebook/pdf/testdata/report.md"
	sampleResults = "../notebook/pdf/testdata/report.results"
)

// TestRecordedResults runs the sample report and holds what it gives to what is recorded. With -update it is recorded:
//
//	go test ./reports -run TestRecordedResults -update
func TestRecordedResults(t *testing.T) {
	got := record(run(t, sampleNote, nil))
	if *update {
		if err := os.WriteFile(sampleResults, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(sampleResults)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s gives other results than those in %s: %s\nLook at them, and run go test ./reports -run TestRecordedResults -update.",
			filepath.Base(sampleNote), filepath.Base(sampleResults), firstDifference(string(got), string(want)))
	}
}

// record writes results down: for each cell a line with its status and key, and for each of its outputs a line with the
// number of canonical bytes, these bytes and a newline.
func record(r *notebook.Report) []byte {
	var b bytes.Buffer
	for _, c := range r.Results.Cells {
		fmt.Fprintf(&b, "cell %s %s\n", c.Status, c.Key)
		for _, o := range c.Outputs {
			if o.Kind() == output.KindProgress {
				continue
			}
			data := output.Canonical(o)
			fmt.Fprintf(&b, "output %d\n%s\n", len(data), data)
		}
	}
	return b.Bytes()
}
