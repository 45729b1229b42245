//go:build !amd64

package kernel

func loopFlat(op, n int, p0, p1, p2, p3 []float32, f *[4]float32) int { return 0 }

func loopBytes(dst []float32, src []byte, scale float32) int { return 0 }

func loopColumns(op int, dst []float32, rows int, x, y, mean []float32) bool { return false }

func loopNormalizeRows(xn, y, x []float32, rows int, v Norm) bool { return false }

func loopNormalizeGradRows(dx, dy, xn []float32, rows int, v NormGrad) bool { return false }
