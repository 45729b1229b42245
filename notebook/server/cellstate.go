package server

import (
	"slices"
	"time"

	"quire/notebook"
	"quire/notebook/output"
)

// A cellState is a cell of a view. outputs run parallel to Items; the text in them is not kept.
type cellState struct {
	cellView
	cell    *notebook.Cell
	outputs []output.Output
	texts   map[int]*textTail // of the text items
	started time.Time
	clear   bool // the next output begins the list anew
}

// begin empties the list of outputs if it belongs to an earlier run. It is left standing until then, so that a page
// does not jump when a cell runs again.
func (c *cellState) begin() []event {
	if !c.clear {
		return nil
	}
	c.clear = false
	if len(c.Items) == 0 {
		return nil
	}
	c.Items, c.outputs, c.texts = []*item{}, nil, nil
	return []event{{T: "clear", Cell: c.ID}}
}

// dropProgress removes progress bars, which are never part of a result: their items stay, so that the numbers of
// the others hold.
func (c *cellState) dropProgress() []event {
	var events []event
	for i, it := range c.Items {
		if it.Kind == string(output.KindProgress) && !it.Gone {
			c.Items[i] = &item{N: it.N, Kind: it.Kind, Key: it.Key, Gone: true}
			events = append(events, event{T: "out", Cell: c.ID, Item: c.Items[i]})
		}
	}
	return events
}

// progress is the index of the progress bar with a key, -1 when there is none.
func (c *cellState) progress(key string) int {
	return slices.IndexFunc(c.Items, func(it *item) bool {
		return it.Kind == string(output.KindProgress) && it.Key == key && !it.Gone
	})
}

// addText appends text to the last item if that is text of the same stream, else to a new one. What is returned holds
// the new text alone.
func (c *cellState) addText(t *output.Text) *item {
	i := len(c.Items) - 1
	if i < 0 || c.Items[i].Kind != string(output.KindText) || c.Items[i].Stream != t.Stream {
		i++
		c.Items = append(c.Items, &item{N: i, Kind: string(output.KindText), Stream: t.Stream})
		c.outputs = append(c.outputs, &output.Text{Stream: t.Stream})
		if c.texts == nil {
			c.texts = map[int]*textTail{}
		}
		c.texts[i] = &textTail{limit: keepText}
	}
	c.texts[i].write(t.Data)
	return &item{N: i, Kind: string(output.KindText), Stream: t.Stream, Text: t.Data}
}

// interrupted tells a cell that somebody stopped from one that failed by itself.
func (c *cellState) interrupted() bool {
	return slices.ContainsFunc(c.outputs, func(o output.Output) bool {
		e, ok := o.(*output.Error)
		return ok && e.Stage == "interrupt"
	})
}

// copy is the cell as a page that opens now must get it.
func (c *cellState) copy(now time.Time) *cellView {
	cv := c.cellView
	cv.MS = c.event(now).MS
	cv.Items = make([]*item, len(c.Items))
	for i, it := range c.Items {
		cv.Items[i] = it
		if t := c.texts[i]; t != nil {
			text := *it
			text.Text, text.Dropped = t.text(), t.dropped
			cv.Items[i] = &text
		}
	}
	return &cv
}

func (c *cellState) event(now time.Time) event {
	e := event{T: "cell", Cell: c.ID, State: c.State, MS: c.MS, Stale: c.Stale, Because: c.Because}
	if c.State == string(notebook.StatusRunning) {
		e.MS = now.Sub(c.started).Milliseconds()
	}
	return e
}
