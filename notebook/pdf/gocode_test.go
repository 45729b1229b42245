package pdf

import (
	"fmt"
	"strings"
	"testing"
)

// A piece of code keeps every character, whatever is wrong with it.
func TestGoCodeLosesNothing(t *testing.T) {
	sources := []string{
		"", "\n", "x", "  x  \n\n", "a := \"open\nb := 1", "`raw\r\ntext`", "/* open", "'", "x := 1 // 끝\n", "\ufeffx", "\x00\xff", "한글 := 3.5e-1i",
		"for i := range 3 { fmt.Println(i) }; if x { }", "#", "0x", "\r\n\r\n//\r\nx\r\n", "a…b", "\"\\", "~[]int|string",
	}
	for _, c := range recorded(t).report().Cells {
		sources = append(sources, c.Cell.Source)
	}
	for _, src := range sources {
		var b strings.Builder
		for _, tok := range highlightGo(src) {
			b.WriteString(tok.text)
		}
		if b.String() != src {
			t.Errorf("%q became %q", src, b.String())
		}
	}
}

func TestGoCodeLooks(t *testing.T) {
	names := map[color]string{
		ink: "ink", tokenComment: "comment", tokenString: "string", tokenNumber: "number", tokenKeyword: "keyword",
		tokenFunc: "func", tokenType: "type",
	}
	tests := []struct{ src, want string }{
		{"func f(x int) error { return nil }", "func:keyword f:func x:ink int:type error:type return:keyword nil:keyword"},
		{"n := len(s) + 0x1F // 개수", "n:ink len:func s:ink 0x1F:number // 개수:comment"},
		{`fmt.Println("합", 'a', 1.5e3, true)`, `fmt:ink Println:func "합":string 'a':string 1.5e3:number true:keyword`},
		{"y := float64(x)", "y:ink float64:func x:ink"},
		{"합계 := 더하기(1)", "합계:ink 더하기:func 1:number"},
		{"s := `두\n줄`", "s:ink `두\n줄`:string"},
	}
	for _, tt := range tests {
		var got []string
		for _, tok := range highlightGo(tt.src) {
			if text := strings.Trim(tok.text, " (){}:=.,+\n"); text != "" {
				got = append(got, fmt.Sprintf("%s:%s", text, names[tok.ink]))
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", tt.src, s, tt.want)
		}
	}
}
