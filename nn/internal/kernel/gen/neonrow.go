package main

// Row loops of arm64: R10 is the offset of the current row, R9 the bytes between rows, R7 counts rows, and R8 the elements
// that are left of a row.

// groups is the number of registers that hold 16 lanes.
func (a *arm) groups() int { return 16 / armLanes }

// rows writes a loop over rows.
func (a *arm) rows(body func()) {
	w := a.w
	text := w.delay(body)
	a.preload()
	w.op("MOVD %d(R20), R7", laRows)
	w.op("MOVD %d(R20), R9", laRow)
	w.op("MOVD $0, R10")
	w.label("row")
	w.Write(text)
	w.op("ADD R9, R10")
	w.op("SUBS $1, R7, R7")
	w.op("BNE row")
	w.op("RET")
}

// across writes one pass over a row, in 16 lanes a round: body handles register j of them, whole or in part.
func (a *arm) across(body func(j int, part bool)) {
	w := a.w
	whole, rest, done := w.unique("whole"), w.unique("rest"), w.unique("done")
	w.op("MOVD R10, R6")
	w.op("MOVD %d(R20), R8", laN)
	w.label(whole)
	w.op("CMP $16, R8")
	w.op("BLT %s", rest)
	for j := range a.groups() {
		body(j, false)
		w.op("ADD $%d, R6", armBytes)
	}
	w.op("SUB $16, R8")
	w.op("JMP %s", whole)
	w.label(rest)
	for j := range a.groups() {
		w.op("CMP $0, R8")
		w.op("BLE %s", done)
		body(j, true)
		w.op("ADD $%d, R6", armBytes)
		w.op("SUB $%d, R8", armLanes)
	}
	w.label(done)
}

// loadPart loads the current vector; the lanes that a part does not have are those of the register fill.
func (a *arm) loadPart(p, r, fill, j int, part bool) {
	if !part {
		a.load(p, r)
		return
	}
	a.move(fill, r)
	a.part(p, r, false)
}

func (a *arm) storePart(r, p, j int, part bool) {
	if !part {
		a.store(r, p)
		return
	}
	a.part(p, r, true)
}

func (a *arm) part(p, r int, store bool) {
	done := a.w.unique("part")
	a.w.op("ADD %s, R6, R12", armPointers[p])
	a.lanes(r, "R8", armLanes, done, store)
	a.w.label(done)
}

// fold combines 16 lanes: those 8 apart, then 4, 2 and 1, and leaves the result in all lanes of the first register.
func (a *arm) fold(op func(x, y, d int), acc []int, tmp int) {
	op(acc[0], acc[2], acc[0])
	op(acc[1], acc[3], acc[1])
	op(acc[0], acc[1], acc[0])
	a.w.op("VEXT $8, V%d.B16, V%d.B16, V%d.B16", acc[0], acc[0], tmp)
	op(acc[0], tmp, acc[0])
	a.w.op("VREV64 V%d.S4, V%d.S4", acc[0], tmp)
	op(acc[0], tmp, acc[0])
}

// storeScalar stores a lane where a pointer points, which advances.
func (a *arm) storeScalar(r, p int) { a.w.op("VST1.P V%d.S[0], 4(%s)", r, armPointers[p]) }

// loadScalar fills a register with the value that a pointer points to, which advances.
func (a *arm) loadScalar(p, r int) { a.w.op("VLD1R.P 4(%s), [V%d.S4]", armPointers[p], r) }
