package main

import "fmt"

// peak writes functions that do nothing but fused multiply-adds, twelve at a time that do not wait for each other: what a
// core can do at most.
func (w *writer) peak(s isa) {
	fmt.Fprintf(w, "\n// func peak_%s(rounds int)\nTEXT ·peak_%s(SB), NOSPLIT|NOFRAME, $0-8\n", s.name, s.name)
	w.op("MOVQ rounds+0(FP), CX")
	for i := range 14 {
		w.zero(s, s.r(i))
	}
	w.label("next")
	for i := range 12 {
		w.op("VFMADD231PS %s, %s, %s", s.r(12), s.r(13), s.r(i))
	}
	w.op("DECQ CX")
	w.op("JNZ next")
	w.op("VZEROUPPER")
	w.op("RET")
}
