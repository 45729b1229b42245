package pdf

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// A veil is how much an area and a line cover of what is below them, in 255ths.
type veil struct{ fill, stroke uint8 }

// name is the veil's name among the resources of pages.
func (v veil) name() string { return fmt.Sprintf("A%02X%02X", v.fill, v.stroke) }

// transparent lets what is below show through the areas and lines that follow, until the state is restored. Opacities
// are from 0 to 1; what is not painted has 0.
func (p *painter) transparent(fill, stroke float64) {
	part := func(v float64) uint8 {
		if v <= 0 {
			return 255
		}
		return uint8(255*v + 0.5)
	}
	v := veil{part(fill), part(stroke)}
	if v.fill == 255 && v.stroke == 255 {
		return
	}
	if !slices.Contains(p.b.veils, v) {
		p.b.veils = append(p.b.veils, v)
	}
	p.raw("/" + v.name() + " gs ")
}

// addVeils puts the graphics states of transparent drawings into the resources of the pages.
func (f *file) addVeils(veils []veil) {
	if len(veils) == 0 {
		return
	}
	var d strings.Builder
	d.WriteString("/ExtGState<<")
	for _, v := range veils {
		fmt.Fprintf(&d, "/%s<</ca %.3g/CA %.3g>>", v.name(), float64(v.fill)/255, float64(v.stroke)/255)
	}
	d.WriteString(">>\n")
	for id := 1; id < len(f.objs); id++ {
		if rest, ok := bytes.CutPrefix(f.objs[id], []byte("<<\n/ProcSet")); ok {
			f.objs[id] = slices.Concat([]byte("<<\n"), []byte(d.String()), []byte("/ProcSet"), rest)
		}
	}
}
