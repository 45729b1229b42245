package output

import (
	"strings"
	"unicode/utf8"
)

// Screen returns s as a terminal would show it: a carriage return goes back to the beginning of the line and what
// follows overwrites it, a backspace goes back one character, escape sequences for colours and the like are left out.
// Invalid UTF-8 becomes U+FFFD. Tabs and newlines stay; other control characters are left out.
func Screen(s string) string {
	if plainText(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		line, rest, found := strings.Cut(s, "\n")
		if plainText(line) {
			b.WriteString(line)
		} else {
			b.WriteString(screenLine(line))
		}
		if found {
			b.WriteByte('\n')
		}
		s = rest
	}
	return b.String()
}

// plainText tells whether s is valid and without control characters but tabs and newlines.
func plainText(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 && c != '\n' && c != '\t' || c == 0x7f {
			return false
		}
	}
	return utf8.ValidString(s)
}

// screenLine returns one line as a terminal would show it.
func screenLine(s string) string {
	var cells []rune
	at := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r':
			at = 0
		case r == '\b':
			at = max(at-1, 0)
		case r == 0x1b:
			n = escapeLen(s[i:])
			switch s[i : i+n] {
			case "\x1b[K", "\x1b[0K": // erase to the end of the line
				cells = cells[:min(at, len(cells))]
			case "\x1b[2K":
				clear(cells)
			}
		case r < 0x20 && r != '\t' || r == 0x7f:
		case at < len(cells):
			cells[at] = r
			at++
		default:
			cells = append(cells, r)
			at++
		}
		i += n
	}
	for i, r := range cells {
		if r == 0 { // erased
			cells[i] = ' '
		}
	}
	return string(cells)
}

// escapeLen returns the length of the escape sequence that s begins with: ESC [ … letter, ESC ] … up to BEL or ESC \, or two
// bytes. A sequence without an end takes no text with it.
func escapeLen(s string) int {
	if len(s) < 2 {
		return len(s)
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s); i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
			if s[i] < 0x20 || s[i] > 0x3f {
				return i
			}
		}
		return len(s)
	case ']':
		if i := strings.IndexAny(s[2:], "\a\x1b"); i >= 0 {
			if s[2+i] == '\a' {
				return 2 + i + 1
			}
			if strings.HasPrefix(s[2+i:], "\x1b\\") {
				return 2 + i + 2
			}
		}
		return 2
	}
	return 1 + utf8RuneLen(s[1:])
}

func utf8RuneLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}
