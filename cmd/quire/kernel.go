package main

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"quire/interp"
	"quire/notebook"
)

// startKernel starts the interpreter's worker process.
func (a *app) startKernel(ctx context.Context, s notebook.KernelStart) (notebook.Kernel, error) {
	return interp.New(ctx, s, interp.Options{
		Memory: int64(a.memory),
		Notice: func(ko, en string) { fmt.Fprintln(a.err, a.lang.pick(ko, en)) },
	})
}

// memoryFlag gives a command that runs cells the option --memory.
func (a *app) memoryFlag(cmd *cobra.Command) {
	a.memory = interp.DefaultMemory
	cmd.Flags().Var(&a.memory, "memory", a.lang.pick("셀이 쓸 수 있는 메모리, 예: 512MB, 8GB", "memory that cells may use, such as 512MB or 8GB"))
}

// A byteSize is a flag that holds a number of bytes, written with a unit.
type byteSize int64

// minMemory is what the interpreter itself needs to begin.
const minMemory = 64 << 20

// String is the size as Set takes it.
func (b *byteSize) String() string {
	switch n := int64(*b); {
	case n == 0:
		return ""
	case n%(1<<30) == 0:
		return strconv.FormatInt(n>>30, 10) + "GB"
	default:
		return strconv.FormatInt(n>>20, 10) + "MB"
	}
}

// Type is what help calls the flag's value.
func (b *byteSize) Type() string { return "size" }

// Set reads a size: a number with the unit MB or GB (MiB, GiB, M and G mean the same, 2²⁰ and 2³⁰ bytes).
func (b *byteSize) Set(s string) error {
	text := strings.ToUpper(strings.TrimSpace(s))
	unit := 0.0
	for _, u := range []struct {
		name string
		size float64
	}{{"GIB", 1 << 30}, {"GB", 1 << 30}, {"G", 1 << 30}, {"MIB", 1 << 20}, {"MB", 1 << 20}, {"M", 1 << 20}} {
		if rest, ok := strings.CutSuffix(text, u.name); ok {
			text, unit = strings.TrimSpace(rest), u.size
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || unit == 0 || math.IsNaN(n) {
		return fmt.Errorf("%q is no size; write it like 512MB or 8GB", s)
	}
	if n *= unit; n < minMemory || n > 1<<50 {
		return fmt.Errorf("%s is not between 64MB and 1048576GB", s)
	}
	*b = byteSize(n)
	return nil
}
