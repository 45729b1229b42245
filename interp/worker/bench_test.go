package worker

import (
	"testing"

	"quire/interp"
	"quire/notebook"
	"quire/notebook/output"
)

// BenchmarkStart measures from a kernel's creation to the first line that its first cell printed, and its end.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	for b.Loop() {
		k, err := interp.New(b.Context(), notebook.KernelStart{Note: scriptNote, Dir: dir}, interp.Options{})
		if err != nil {
			b.Fatal(err)
		}
		runCell(b, k, "print hello", 0)
		k.Close()
	}
}

// BenchmarkRestart measures from a cell that ends its process to the next cell's first line.
func BenchmarkRestart(b *testing.B) {
	k := kernel(b, interp.Options{})
	for b.Loop() {
		runCell(b, k, "exit 3", 0)
		runCell(b, k, "print hello", 0)
	}
}

// BenchmarkRoundTrip measures one cell that prints a line: to the worker, and back.
func BenchmarkRoundTrip(b *testing.B) {
	k := kernel(b, interp.Options{})
	runCell(b, k, "print warm", 0)
	for b.Loop() {
		k.Run(b.Context(), notebook.KernelCell{Key: "c", Source: "print hello", Line: 1}, func(output.Output) {})
	}
}

// BenchmarkLines measures 100,000 printed lines.
func BenchmarkLines(b *testing.B) {
	k := kernel(b, interp.Options{})
	runCell(b, k, "print warm", 0)
	for b.Loop() {
		k.Run(b.Context(), notebook.KernelCell{Key: "c", Source: "lines 100000", Line: 1}, func(output.Output) {})
	}
}
