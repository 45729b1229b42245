package main

import (
	"fmt"
	"os"
	"strings"
)

// A language is the language of the interface: "ko" or "en". The language of a note is the note's own affair.
type language string

// systemLanguage reads the locale from the environment, as C programs do: LC_ALL, LC_MESSAGES, LANG.
func systemLanguage(getenv func(string) string) language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := getenv(name); v != "" {
			return parseLanguage(v)
		}
	}
	return "en"
}

// parseLanguage takes a locale such as ko_KR.UTF-8; everything that is not Korean is English.
func parseLanguage(locale string) language {
	if l := strings.ToLower(locale); l == "ko" || strings.HasPrefix(l, "ko_") || strings.HasPrefix(l, "ko-") ||
		strings.HasPrefix(l, "ko.") {
		return "ko"
	}
	return "en"
}

// pick returns the text in the language.
func (l language) pick(ko, en string) string {
	if l == "ko" {
		return ko
	}
	return en
}

// sprintf formats the text in the language.
func (l language) sprintf(ko, en string, args ...any) string {
	return fmt.Sprintf(l.pick(ko, en), args...)
}

// startLanguage is the language before flags are parsed: --lang anywhere on the command line wins over the locale, so
// that help and usage errors already speak it.
func startLanguage(args []string) language {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return parseLanguage(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return parseLanguage(args[i+1])
		}
	}
	return systemLanguage(os.Getenv)
}
