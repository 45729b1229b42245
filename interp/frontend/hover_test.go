package frontend

import "testing"

func TestHover(t *testing.T) {
	s := below(t, above...)
	for _, tt := range []struct {
		src, sig, doc, path string
		line                int
	}{
		{"fmt.Print█ln(1)", "func fmt.Println(a ...any) (n int, err error)", "Println formats", "fmt", 0},
		{"f█mt.Println(1)", "package fmt", "Package fmt implements", "fmt", 0},
		{"fmt.Println(█points)", "var points []Point", "points are samples.", "", 14},
		{"var p Poin█t", "type Point struct {\n\tX float64\n\tY float64\n\tname string\n}", "A Point is", "", 2},
		{"points[0].No█rm()", "func (Point) Norm() float64", "Norm is the distance", "", 8},
		{"points[0].█X = 2", "field X float64", "in metres", "", 3},
		{"for i := range epochs {\n\tfmt.Println(█i)\n}", "var i int", "", "", 40},
		{"x := 1\n\ny := █x + 2", "var x int", "", "", 40},
		{"const k = 42\nk█", "const k untyped int = 42", "", "", 40},
		{"var s http.Server\ns.Ad█dr", "field Addr string", "Addr optionally specifies", "net/http", 0},
		{"█append([]int{}, 1)", "func append(slice []Type, elems ...Type) []Type", "The append built-in", "", 0},
		{"var b strings.Build█er", "type strings.Builder struct {\n\t// …\n}", "A Builder is used", "strings", 0},
		{"func (p Point) Fa█r() bool { return true }", "func (Point) Far() bool", "", "", 40},
		{"total = tot█al + 1\ntotal := 2", "var total float64", "", "", 15},
		{"x := (points[0].Nor█m(", "func (Point) Norm() float64", "Norm is the distance", "", 8},
		{"// fmt.Print█ln", "", "", "", 0},
		{"nosuch█", "", "", "", 0},
		{"for█ {}", "", "", "", 0},
	} {
		src, off := at(t, tt.src)
		card, ok := s.Hover(Cell{Key: "x", Line: 40, Source: src}, off)
		if ok != (tt.sig != "") || card.Signature != tt.sig || card.Path != tt.path || card.Line != tt.line || tt.doc == "" != (card.Doc == "") || len(card.Doc) < len(tt.doc) || card.Doc[:len(tt.doc)] != tt.doc {
			t.Errorf("%q: %v %+v, want %+v", tt.src, ok, card, tt)
		}
	}
}
