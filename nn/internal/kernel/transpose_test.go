package kernel

import (
	"fmt"
	"testing"
)

func TestTranspose(t *testing.T) {
	defer SetWorkers(SetWorkers(2))
	for _, s := range [][2]int{{1, 1}, {8, 8}, {7, 30}, {30, 7}, {64, 8}, {65, 17}, {100, 50}, {784, 50}, {433, 100}, {8, 5000}} {
		rows, columns := s[0], s[1]
		src := make([]float32, rows*columns)
		for i := range src {
			src[i] = float32(i)
		}
		for _, l := range Levels() {
			t.Run(fmt.Sprintf("%dx%d/%v", rows, columns, l), func(t *testing.T) {
				defer Use(Use(l))
				dst := make([]float32, len(src))
				Transpose(dst, src, rows, columns)
				for i := range rows {
					for j := range columns {
						if dst[j*rows+i] != src[i*columns+j] {
							t.Fatalf("element (%d, %d) is %g, want %g", j, i, dst[j*rows+i], src[i*columns+j])
						}
					}
				}
			})
		}
	}
}
