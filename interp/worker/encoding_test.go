package worker

import (
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"quire/interp/frontend"
)

// TestEncodings runs programs that encode and decode values of their own types, with all the encoding packages.
func TestEncodings(t *testing.T) { testPrograms(t, "encoding", 33) }

// rowsCell makes 1000 values of types that the cell declares.
const rowsCell = `type Vec struct{ X, Y float64 }
type Row struct {
	ID    int      ` + "`json:\"id\"`" + `
	Name  string   ` + "`json:\"name\"`" + `
	Tags  []string ` + "`json:\"tags,omitempty\"`" + `
	Pos   Vec      ` + "`json:\"pos\"`" + `
	Next  *Row     ` + "`json:\"next,omitempty\"`" + `
}
rows := make([]Row, 1000)
for i := range rows {
	rows[i] = Row{ID: i, Name: fmt.Sprint("row", i), Tags: []string{"a", "b"}, Pos: Vec{1.5, float64(i) / 3}}
}
text, _ := json.Marshal(rows)
var back []Row
`

// benchmarkCell measures a statement on those rows, in a loop of one cell.
func benchmarkCell(b *testing.B, statement string) {
	e := NewEngine(EngineOptions{Stdout: io.Discard, Stderr: io.Discard})
	run := func(key, src string) {
		if o := e.Run(b.Context(), frontend.Cell{Key: key, Line: 1, Source: src}); !o.OK() {
			b.Fatalf("%s: %v %v", src, o.Problems, o.Panic)
		}
	}
	run("rows", rowsCell)
	b.ResetTimer()
	run("loop", fmt.Sprintf("for range %d { %s }", b.N, statement))
}

// BenchmarkMarshal measures the JSON of 1000 structs, declared in a cell and compiled.
func BenchmarkMarshal(b *testing.B) {
	b.Run("cell", func(b *testing.B) { benchmarkCell(b, "json.Marshal(rows)") })
	rows := compiledRows()
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			json.Marshal(rows)
		}
	})
}

// BenchmarkUnmarshal measures the way back.
func BenchmarkUnmarshal(b *testing.B) {
	b.Run("cell", func(b *testing.B) { benchmarkCell(b, "back = nil; json.Unmarshal(text, &back)") })
	text, err := json.Marshal(compiledRows())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("compiled", func(b *testing.B) {
		for b.Loop() {
			var back []row
			json.Unmarshal(text, &back)
		}
	})
}

type row struct {
	ID   int                    `json:"id"`
	Name string                 `json:"name"`
	Tags []string               `json:"tags,omitempty"`
	Pos  struct{ X, Y float64 } `json:"pos"`
	Next *row                   `json:"next,omitempty"`
}

func compiledRows() []row {
	rows := make([]row, 1000)
	for i := range rows {
		rows[i] = row{ID: i, Name: fmt.Sprint("row", i), Tags: []string{"a", "b"}}
		rows[i].Pos.X, rows[i].Pos.Y = 1.5, float64(i)/3
	}
	return rows
}
