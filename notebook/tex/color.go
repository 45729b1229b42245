package tex

import (
	"strings"

	"quire/notebook/figure"
)

// inkColor stands for the colour that is in force.
const inkColor figure.Color = "ink"

// colorNames are the colours that have a name in LaTeX, and the roles of figures. black is the ink and white the paper,
// so that both are right in a dark page.
var colorNames = map[string]figure.Color{
	"ink": "ink", "muted": "muted", "grid": "grid", "paper": "paper", "accent": "accent", "error": "error",
	"series1": "series1", "series2": "series2", "series3": "series3", "series4": "series4", "series5": "series5",
	"series6": "series6", "series7": "series7", "series8": "series8",
	"black": "ink", "white": "paper", "gray": "#808080", "grey": "#808080", "lightgray": "#bfbfbf",
	"darkgray": "#404040", "red": "#e02020", "green": "#00a000", "blue": "#2050e0", "cyan": "#00a0b0",
	"magenta": "#d020d0", "yellow": "#e0c000", "orange": "#f08000", "purple": "#8020a0", "violet": "#8000a0",
	"brown": "#905020", "pink": "#f080a0", "teal": "#008080", "olive": "#808000", "lime": "#a0e000", "navy": "#203080",
}

// color reads a colour: a role, a name, or #rgb, #rrggbb or #rrggbbaa.
func (p *parser) color(t token) figure.Color {
	model, _ := p.bracket()
	s := strings.TrimSpace(write(p.argument()))
	if c, ok := colorNames[s]; ok {
		return c
	}
	hex := strings.TrimPrefix(strings.ToLower(s), "#")
	if strings.EqualFold(write(model), "html") || strings.HasPrefix(s, "#") {
		if len(hex) == 3 {
			hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
		}
		if (len(hex) == 6 || len(hex) == 8) && strings.Trim(hex, "0123456789abcdef") == "" {
			return figure.Color("#" + hex)
		}
	}
	p.problem(t.pos, "%s: %q is not a colour; write a name or #rrggbb", strings.TrimSpace(t.source()), clip(s))
	return inkColor
}
