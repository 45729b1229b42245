//go:build !amd64 && !arm64

package kernel

func assemblyLevels() []Level { return nil }

func (p *Product) assembly(x Operands, from, to, flags int) { p.portable(x, from, to, flags) }
