// Package runtime has the run-time errors of cells. They are called what those of Go's own package are called, look like
// them when they are printed, and have their texts; only that their texts name the types of cells.
package runtime

import (
	"strconv"
	"strings"
)

// errorString is a run-time error that is nothing but its text.
type errorString string

func (e errorString) Error() string { return "runtime error: " + string(e) }

// RuntimeError marks the type as one of run-time errors.
func (errorString) RuntimeError() {}

// Text is a run-time error with the given text behind "runtime error: ".
func Text(text string) error { return errorString(text) }

// plainError is a run-time error whose text has nothing before it.
type plainError string

func (e plainError) Error() string { return string(e) }

// RuntimeError marks the type as one of run-time errors.
func (plainError) RuntimeError() {}

// Plain is a run-time error with the given text.
func Plain(text string) error { return plainError(text) }

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct{ text string }

// Assertion is the error of a failed type assertion with the given text.
func Assertion(text string) error { return &TypeAssertionError{text} }

// Error returns the text.
func (e *TypeAssertionError) Error() string { return e.text }

// RuntimeError marks the type as one of run-time errors.
func (*TypeAssertionError) RuntimeError() {}

// boundsError is about an index or a slice expression that is out of range. x is the number that is wrong.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   boundsCode
}

type boundsCode uint8

// The codes are those of Go's internal/abi.
const (
	index        boundsCode = iota // s[x], 0 <= x < len(s) failed
	sliceAlen                      // s[?:x], 0 <= x <= len(s) failed
	sliceAcap                      // s[?:x], 0 <= x <= cap(s) failed
	sliceB                         // s[x:y], 0 <= x <= y failed
	slice3Alen                     // s[::x], 0 <= x <= len(s) failed
	slice3Acap                     // s[::x], 0 <= x <= cap(s) failed
	slice3B                        // s[:x:y], 0 <= x <= y failed
	slice3C                        // s[x:y:?], 0 <= x <= y failed
	sliceToArray                   // (*[x]T)(s), 0 <= x <= len(s) failed
)

var boundsTexts = [...]string{
	index:        "index out of range [%x] with length %y",
	sliceAlen:    "slice bounds out of range [:%x] with length %y",
	sliceAcap:    "slice bounds out of range [:%x] with capacity %y",
	sliceB:       "slice bounds out of range [%x:%y]",
	slice3Alen:   "slice bounds out of range [::%x] with length %y",
	slice3Acap:   "slice bounds out of range [::%x] with capacity %y",
	slice3B:      "slice bounds out of range [:%x:%y]",
	slice3C:      "slice bounds out of range [%x:%y:]",
	sliceToArray: "cannot convert slice with length %y to array or pointer to array with length %x",
}

var negativeTexts = [...]string{
	index:      "index out of range [%x]",
	sliceAlen:  "slice bounds out of range [:%x]",
	sliceAcap:  "slice bounds out of range [:%x]",
	sliceB:     "slice bounds out of range [%x:]",
	slice3Alen: "slice bounds out of range [::%x]",
	slice3Acap: "slice bounds out of range [::%x]",
	slice3B:    "slice bounds out of range [:%x:]",
	slice3C:    "slice bounds out of range [%x::]",
}

func (e boundsError) Error() string {
	text := boundsTexts[e.code]
	if e.signed && e.x < 0 {
		text = negativeTexts[e.code]
	}
	return "runtime error: " + strings.NewReplacer("%x", strconv.FormatInt(e.x, 10), "%y", strconv.Itoa(e.y)).Replace(text)
}

// RuntimeError marks the type as one of run-time errors.
func (boundsError) RuntimeError() {}

// Index is the error of index i in a sequence of length n.
func Index(i, n int) error { return bounds(i, n, index) }

// Conversion is the error of converting a slice to a longer array.
func Conversion(have, want int) error {
	return boundsError{x: int64(want), y: have, code: sliceToArray}
}

// Slice is the error of x[low:high:limit], where a limit that is not there is −1 and size is the capacity of x, or the
// length where x is a text or an array.
func Slice(low, high, limit, size int, length bool) error {
	switch {
	case limit > size && length:
		return bounds(limit, size, slice3Alen)
	case limit > size:
		return bounds(limit, size, slice3Acap)
	case limit >= 0 && (high < 0 || high > limit):
		return bounds(high, limit, slice3B)
	case limit >= 0:
		return bounds(low, high, slice3C)
	case (high < 0 || high > size) && length:
		return bounds(high, size, sliceAlen)
	case high < 0 || high > size:
		return bounds(high, size, sliceAcap)
	}
	return bounds(low, high, sliceB)
}

func bounds(x, y int, code boundsCode) error {
	return boundsError{x: int64(x), y: y, signed: true, code: code}
}
