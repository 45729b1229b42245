package main

import "fmt"

// neonTranspose writes the kernel that turns blocks of 8 × 8, one below the other in the source and beside the other in the
// destination, in quarters of 4 × 4: neighbours are exchanged, then pairs.
func (w *writer) neonTranspose() {
	fmt.Fprint(w, "\n// func transpose8(dst, src unsafe.Pointer, dstRow, srcRow, blocks int)\n")
	fmt.Fprint(w, "TEXT ·transpose8(SB), NOSPLIT|NOFRAME, $0-40\n")
	for i, arg := range []string{"dst", "src", "dstRow", "srcRow", "blocks"} {
		w.op("MOVD %s+%d(FP), R%d", arg, 8*i, i)
	}
	w.label("next")
	for i := range 8 { // row i: V(2i) and V(2i+1)
		w.op("VLD1 (R1), %s", registers(2*i, 2))
		w.op("ADD R3, R1")
	}
	w.op("MOVD R0, R5")
	for part := range 2 {
		for half := range 2 {
			a := 8*half + part // quarter of rows 4·half …, whose registers are two apart
			t := 16 + 4*half
			for k := range 2 {
				w.op("VTRN1 V%d.S4, V%d.S4, V%d.S4", a+4*k+2, a+4*k, t+2*k)
				w.op("VTRN2 V%d.S4, V%d.S4, V%d.S4", a+4*k+2, a+4*k, t+2*k+1)
			}
		}
		for i := range 4 { // row 4·part + i: V24 and V25
			op := []string{"VTRN1", "VTRN2"}[i/2]
			for half := range 2 {
				t := 16 + 4*half + i%2
				w.op("%s V%d.D2, V%d.D2, V%d.D2", op, t+2, t, 24+half)
			}
			w.op("VST1 %s, (R5)", registers(24, 2))
			w.op("ADD R2, R5")
		}
	}
	w.op("ADD $32, R0")
	w.op("SUBS $1, R4, R4")
	w.op("BNE next")
	w.op("RET")
}
