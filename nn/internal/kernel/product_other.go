//go:build !amd64

package kernel

const haveAssembly = false

func (p *Product) assembly(x operands, from, to, flags int) { p.portable(x, from, to, flags) }
