package main

import "fmt"

// prefetch writes the function that asks for cache lines before they are needed.
func (w *writer) prefetch() {
	fmt.Fprint(w, "\n// func prefetch(p unsafe.Pointer, lines int)\n")
	fmt.Fprint(w, "TEXT ·prefetch(SB), NOSPLIT|NOFRAME, $0-16\n")
	w.op("MOVQ p+0(FP), SI")
	w.op("MOVQ lines+8(FP), CX")
	w.label("next")
	w.op("PREFETCHT0 (SI)")
	w.op("ADDQ $64, SI")
	w.op("DECQ CX")
	w.op("JNZ next")
	w.op("RET")
}
