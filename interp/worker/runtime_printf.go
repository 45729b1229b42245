package worker

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	lookalike "quire/interp/worker/reflect"
)

// A formatting goes through a format as package fmt does, operand by operand: what fmt says of an operand's type, in %T
// and in its complaints, would be our box's type.
type formatting struct {
	format string
	args   []any
	wrap   bool // %w is kept, for Errorf

	at        int // in format
	next      int // operand
	reordered bool
	good      bool // the operand's number is
	indexed   bool // an operand number was just read

	out    []byte
	errors []any // the operands of %w
}

// hasBox reports whether an operand is of a user's type, or stands for a reflect.Value.
func (s *runtimeState) hasBox(args []any) bool {
	for _, a := range args {
		switch s.plain(a).(type) {
		case box, lookalike.Printed:
			return true
		}
	}
	return false
}

// printf returns what fmt.Sprintf would return were boxes values of their types. Operands are prepared.
func (s *runtimeState) printf(format string, args []any) []byte {
	f := &formatting{format: format, args: args}
	f.run(s)
	return f.out
}

// errorf is fmt.Errorf.
func (s *runtimeState) errorf(format string, args []any) error {
	f := &formatting{format: format, args: args, wrap: true}
	f.run(s)
	return fmt.Errorf(string(f.out), f.errors...) //nolint:govet // built from the cell's own format
}

// literal appends text that is no directive.
func (f *formatting) literal(s string) {
	if f.wrap {
		s = strings.ReplaceAll(s, "%", "%%")
	}
	f.out = append(f.out, s...)
}

func (f *formatting) run(s *runtimeState) {
	for f.at < len(f.format) {
		i := strings.IndexByte(f.format[f.at:], '%')
		if i < 0 {
			f.literal(f.format[f.at:])
			break
		}
		f.literal(f.format[f.at : f.at+i])
		f.at += i + 1
		f.directive(s)
	}
	if !f.reordered && f.next < len(f.args) {
		f.extra(s)
	}
}

// directive handles what follows a percent sign.
func (f *formatting) directive(s *runtimeState) {
	f.good, f.indexed = true, false
	d := "%" + f.while("+-# 0")
	f.index()
	d += f.width()
	d += f.precision()
	if !f.indexed {
		f.index()
	}
	if f.at >= len(f.format) {
		f.literal("%!(NOVERB)")
		return
	}
	verb, size := utf8.DecodeRuneInString(f.format[f.at:])
	f.at += size
	switch {
	case verb == '%':
		f.literal("%")
	case !f.good:
		f.literal("%!" + string(verb) + "(BADINDEX)")
	case f.next >= len(f.args):
		f.literal("%!" + string(verb) + "(MISSING)")
	default:
		f.operand(s, d, verb)
	}
}

func (f *formatting) operand(s *runtimeState, d string, verb rune) {
	a := f.args[f.next]
	f.next++
	if verb == 'w' && f.wrap {
		f.out = append(f.out, d+"w"...)
		f.errors = append(f.errors, a)
		return
	}
	switch x := s.plain(a).(type) { // fmt looks at these operands before it asks them to print themselves
	case box:
		switch verb {
		case 'T':
			verb, a = 's', typeName(x.T.typ)
		case 'p':
			a = s.core(x)
		}
	case lookalike.Printed:
		if verb == 'T' {
			a = x.Value
		}
	}
	f.literal(fmt.Sprintf(d+string(verb), a))
}

// while returns the characters of the set that come next.
func (f *formatting) while(set string) string {
	begin := f.at
	for f.at < len(f.format) && strings.IndexByte(set, f.format[f.at]) >= 0 {
		f.at++
	}
	return f.format[begin:f.at]
}

// index reads an operand number in brackets.
func (f *formatting) index() {
	if f.at >= len(f.format) || f.format[f.at] != '[' {
		return
	}
	f.reordered = true
	end := strings.IndexByte(f.format[f.at:], ']')
	if end < 0 {
		f.good = false
		f.at++
		return
	}
	n, err := strconv.Atoi(f.format[f.at+1 : f.at+end])
	f.at += end + 1
	if err != nil || n < 1 || n > len(f.args) {
		f.good = false
		return
	}
	f.next, f.indexed = n-1, true
}

// star takes the operand that is a width or a precision.
func (f *formatting) star() (n int, ok bool) {
	f.at++
	f.indexed = false
	if f.next >= len(f.args) {
		return 0, false
	}
	v := reflect.ValueOf(f.args[f.next])
	if b, ok := f.args[f.next].(box); ok {
		v = reflect.ValueOf(b.V)
	}
	f.next++
	const most = 1e6
	switch {
	case v.CanInt() && v.Int() >= -most && v.Int() <= most:
		return int(v.Int()), true
	case v.CanUint() && v.Uint() <= most:
		return int(v.Uint()), true
	}
	return 0, false
}

// width reads a width; a negative one that is an operand asks for padding on the right.
func (f *formatting) width() string {
	if f.at < len(f.format) && f.format[f.at] == '*' {
		n, ok := f.star()
		switch {
		case !ok:
			f.literal("%!(BADWIDTH)")
			return ""
		case n < 0:
			return "-" + strconv.Itoa(-n)
		}
		return strconv.Itoa(n)
	}
	w := f.while("0123456789")
	if w != "" && f.indexed { // "%[3]2d"
		f.good = false
	}
	return w
}

func (f *formatting) precision() string {
	if f.at+1 > len(f.format) || f.at >= len(f.format) || f.format[f.at] != '.' {
		return ""
	}
	f.at++
	if f.indexed { // "%[3].2d"
		f.good = false
	}
	f.index()
	if f.at < len(f.format) && f.format[f.at] == '*' {
		n, ok := f.star()
		switch {
		case !ok:
			f.literal("%!(BADPREC)")
			return ""
		case n < 0:
			return ""
		}
		return "." + strconv.Itoa(n)
	}
	return "." + f.while("0123456789")
}

// extra complains about operands that the format does not use.
func (f *formatting) extra(s *runtimeState) {
	f.literal("%!(EXTRA ")
	for i, a := range f.args[f.next:] {
		if i > 0 {
			f.literal(", ")
		}
		switch x := s.plain(a).(type) {
		case nil:
			f.literal("<nil>")
			continue
		case box:
			f.literal(typeName(x.T.typ))
		case lookalike.Printed:
			f.literal("reflect.Value")
		default:
			f.literal(reflect.TypeOf(a).String())
		}
		f.literal("=" + fmt.Sprint(a))
	}
	f.literal(")")
}
