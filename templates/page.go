package templates

import "embed"

// Page holds the live page as it is served: its styles, and its scripts as built from src.
//
//go:embed page
var Page embed.FS
