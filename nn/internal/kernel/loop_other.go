//go:build !amd64 && !arm64

package kernel

func (f flat) run(n int) int { return 0 }

func loopBytes(dst []float32, src []byte, scale float32) int { return 0 }

func (c columns) run(dst []float32, rows int) bool { return false }

func (l rowLoop) run(n, rows int) bool { return false }

func (l rowwise) run(n, rows int) bool { return false }

func (t total) run(sums *[sumLanes]float64) int { return 0 }
