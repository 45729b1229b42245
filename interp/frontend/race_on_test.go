//go:build race

package frontend_test

// raceDetector tells that the worker is built with the race detector, which reports races before the runtime does, needs
// address space without limit, and is never idle.
const raceDetector = true
