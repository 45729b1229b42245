package server

import (
	"io"

	"quire/notebook"
	"quire/notebook/output"
)

// writeLog writes all text that a cell printed, in order: from its log on disk, or what the result has of it when no
// log was kept.
func writeLog(w io.Writer, res *notebook.CellResult) error {
	text := func(o output.Output) error {
		t, ok := o.(*output.Text)
		if !ok {
			return nil
		}
		_, err := io.WriteString(w, t.Data)
		return err
	}
	if res.Log != nil {
		return res.Log.Each(text)
	}
	for _, o := range res.Outputs {
		if err := text(o); err != nil {
			return err
		}
	}
	return nil
}
