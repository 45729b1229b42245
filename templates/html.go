package templates

import "embed"

// HTML holds the style sheet of the report, in the exported file and in the live page.
//
//go:embed html
var HTML embed.FS
