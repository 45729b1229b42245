//go:build !linux

package kernel

const haveLargePages = false

func adviseLarge(b []byte) {}
