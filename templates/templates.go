// Package templates embeds what Quire ships inside its binary: fonts, hyphenation patterns, the page, its styles and
// scripts, and the starter notes. It holds no logic.
package templates

import "embed"

// Fonts holds the font files, unmodified but for those named Quire, each family with its licence beside it. Those that few documents need are
// under gzip (NAME.ttf.gz), with the list of their characters (NAME.ttf.runes); notebook/font/gen packs them.
//
//go:embed fonts
var Fonts embed.FS

// Hyphen holds the patterns by which English words are parted, from plain TeX, unmodified.
//
//go:embed hyphen/hyphen.tex
var Hyphen string

// Starters holds the notes that `quire new` begins with, one per language. TITLE stands where the title goes.
//
//go:embed starters
var Starters embed.FS
