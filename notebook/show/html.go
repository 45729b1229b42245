package show

import "quire/notebook/output"

// HTML shows a page of HTML in a frame of its own, without access to the notebook. alternative is the text that paper and
// terminals get; "" stands for "[html]".
func HTML(html, alternative string) {
	if alternative == "" {
		alternative = "[html]"
	}
	show(&output.HTML{HTML: html, Alternative: alternative})
}
