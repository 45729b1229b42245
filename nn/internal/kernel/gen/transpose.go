package main

import "fmt"

// transpose writes the kernel that turns blocks of 8 × 8, one below the other in the source and beside the other in the
// destination. It needs AVX2 only.
//
// Eight rows are interleaved in pairs, then in fours, and at last their halves are exchanged.
func (w *writer) transpose() {
	fmt.Fprint(w, "\n// func transpose8(dst, src unsafe.Pointer, dstRow, srcRow, blocks int)\n")
	fmt.Fprint(w, "TEXT ·transpose8(SB), NOSPLIT|NOFRAME, $0-40\n")
	for i, arg := range [][2]string{{"dst", "DI"}, {"src", "SI"}, {"dstRow", "R8"}, {"srcRow", "R9"}, {"blocks", "CX"}} {
		w.op("MOVQ %s+%d(FP), %s", arg[0], 8*i, arg[1])
	}
	w.op("LEAQ (R8)(R8*2), R10") // three rows
	w.op("LEAQ (R9)(R9*2), R11")
	row := func(base, far, step, three string, i int) string {
		if i >= 4 {
			base = far
		}
		return "(" + base + ")" + []string{"", "(" + step + "*1)", "(" + step + "*2)", "(" + three + "*1)"}[i%4]
	}
	w.label("next")
	w.op("LEAQ (SI)(R9*4), AX")
	w.op("LEAQ (DI)(R8*4), DX")
	for i := range 8 {
		w.op("VMOVUPS %s, Y%d", row("SI", "AX", "R9", "R11", i), i)
	}
	for i := 0; i < 8; i += 2 {
		w.op("VUNPCKLPS Y%d, Y%d, Y%d", i+1, i, 8+i)
		w.op("VUNPCKHPS Y%d, Y%d, Y%d", i+1, i, 9+i)
	}
	for i := range 2 { // Y0–Y3 and Y4–Y7: columns 0–3 and 4–7 of four rows
		a := 8 + 4*i
		for k := range 2 {
			w.op("VUNPCKLPD Y%d, Y%d, Y%d", a+2+k, a+k, 4*i+2*k)
			w.op("VUNPCKHPD Y%d, Y%d, Y%d", a+2+k, a+k, 4*i+2*k+1)
		}
	}
	for i := range 4 {
		w.op("VPERM2F128 $0x20, Y%d, Y%d, Y%d", 4+i, i, 8+i)
		w.op("VPERM2F128 $0x31, Y%d, Y%d, Y%d", 4+i, i, 12+i)
	}
	for i := range 8 {
		w.op("VMOVUPS Y%d, %s", 8+i, row("DI", "DX", "R8", "R10", i))
	}
	w.op("LEAQ (SI)(R9*8), SI")
	w.op("ADDQ $32, DI")
	w.op("DECQ CX")
	w.op("JNZ next")
	w.op("VZEROUPPER")
	w.op("RET")
}
