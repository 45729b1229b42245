package main

import "fmt"

// masks writes the lanes of AVX2 masks: eight set, then eight clear.
func (w *writer) masks() {
	for i := range 16 {
		v := "$0xffffffff"
		if i >= 8 {
			v = "$0"
		}
		fmt.Fprintf(w, "\nDATA lanes<>+%d(SB)/4, %s", 4*i, v)
	}
	fmt.Fprint(w, "\nGLOBL lanes<>(SB), RODATA|NOPTR, $64\n")
}

// masked loads or stores the lanes that the current mask selects: K1, or the last register of AVX2.
func (w *writer) masked(s isa, mem, reg string, store bool) {
	mask := s.r(s.regs - 1)
	switch {
	case s.wide() && store:
		w.op("VMOVUPS %s, K1, %s", reg, mem)
	case s.wide():
		w.op("VMOVUPS.Z %s, K1, %s", mem, reg)
	case store:
		w.op("VMASKMOVPS %s, %s, %s", reg, mask, mem)
	default:
		w.op("VMASKMOVPS %s, %s, %s", mem, mask, reg)
	}
}

// zero clears a register.
func (w *writer) zero(s isa, reg string) {
	if s.wide() {
		w.op("VPXORD %s, %s, %s", reg, reg, reg)
		return
	}
	w.op("VXORPS %s, %s, %s", reg, reg, reg)
}

// flusher replaces small magnitudes by zero.
type flusher struct {
	w          *writer
	isa        isa
	abs, small string // registers that hold the magnitude mask and the bound
}

// flush clears the lanes of reg whose magnitude is below the bound; lanes that are not a number stay. tmp is lost.
func (f flusher) flush(reg, tmp string) {
	if f.isa.wide() {
		f.w.op("VPANDD %s, %s, %s", f.abs, reg, tmp)
		f.w.op("VCMPPS $0x15, %s, %s, K2", f.small, tmp)
		f.w.op("VMOVAPS.Z %s, K2, %s", reg, reg)
		return
	}
	f.w.op("VANDPS %s, %s, %s", f.abs, reg, tmp)
	f.w.op("VCMPPS $0x15, %s, %s, %s", f.small, tmp, tmp)
	f.w.op("VANDPS %s, %s, %s", tmp, reg, reg)
}

// number is the address of the float32 with the given bits among the data.
func (w *writer) number(bits uint32) string {
	for i, b := range w.numbers {
		if b == bits {
			return fmt.Sprintf("numbers<>+%d(SB)", 4*i)
		}
	}
	w.numbers = append(w.numbers, bits)
	return fmt.Sprintf("numbers<>+%d(SB)", 4*(len(w.numbers)-1))
}

// data of all numbers.
func (w *writer) numberData() {
	fmt.Fprintln(w)
	for i, b := range w.numbers {
		fmt.Fprintf(w, "DATA numbers<>+%d(SB)/4, $%#08x\n", 4*i, b)
	}
	fmt.Fprintf(w, "GLOBL numbers<>(SB), RODATA|NOPTR, $%d\n", max(4, 4*len(w.numbers)))
}
