package notebook

import (
	"errors"
	"fmt"
	"strings"

	"quire/notebook/output"
)

// A Comparison says how an output of a new run stands to the one that a manifest recorded.
type Comparison string

// The comparisons, from good to bad.
const (
	Identical Comparison = "identical"
	Volatile  Comparison = "volatile" // no two runs need to agree: not compared
	NotRun    Comparison = "not run"
	Differs   Comparison = "differs"
	Failed    Comparison = "failed" // the cell fails now
)

// badness orders comparisons.
func (c Comparison) badness() int {
	for i, x := range []Comparison{Identical, Volatile, NotRun, Differs, Failed} {
		if c == x {
			return i
		}
	}
	return 0
}

// A CellCheck is what came of comparing one cell.
type CellCheck struct {
	Key     string        `json:"key"`
	Line    int           `json:"line,omitempty"` // of the note; 0 for a cell that the note does not have
	State   Comparison    `json:"state"`          // the worst of its outputs
	Reason  string        `json:"reason,omitempty"`
	Changed bool          `json:"source_changed,omitempty"` // its source is not the one that the manifest recorded
	Outputs []OutputCheck `json:"outputs,omitempty"`
}

// An OutputCheck is what came of comparing one output. Line, Want and Got tell the first line of its text form in which
// an output that differs, or a volatile one, is another than the recorded one; Line is 0 when the text form does not show
// it.
type OutputCheck struct {
	Kind  output.Kind `json:"kind"`
	State Comparison  `json:"state"`
	Line  int         `json:"line,omitempty"`
	Want  string      `json:"want,omitempty"`
	Got   string      `json:"got,omitempty"`
}

// Compare compares the results of a new run of n with those that the manifest recorded, cell by cell.
func (m *Manifest) Compare(n *Note, res *Results) []CellCheck {
	recorded := map[string]*ManifestCell{}
	for i := range m.Cells {
		recorded[m.Cells[i].Key] = &m.Cells[i]
	}
	var out []CellCheck
	for i, c := range n.Cells {
		now := manifestCell(c, res.Cells[i])
		check := CellCheck{Key: c.Key, Line: c.Line, State: Identical}
		if was, ok := recorded[c.Key]; ok {
			delete(recorded, c.Key)
			check.compare(was, &now)
		} else {
			check.State, check.Reason = Differs, "the manifest does not have this cell"
		}
		if now.Volatile {
			check.Reason = res.Cells[i].Reason
		}
		out = append(out, check)
	}
	for i := range m.Cells {
		if was := &m.Cells[i]; recorded[was.Key] == was {
			out = append(out, CellCheck{Key: was.Key, State: Differs, Reason: "the note does not have this cell"})
		}
	}
	return out
}

// compare fills in what came of comparing a cell.
func (c *CellCheck) compare(was, now *ManifestCell) {
	c.Changed = was.Source != now.Source
	fails := now.Status == StatusFailed && was.Status != StatusFailed
	for i := range max(len(was.Outputs), len(now.Outputs)) {
		var o OutputCheck
		switch {
		case i >= len(now.Outputs):
			w := was.Outputs[i]
			o = OutputCheck{Kind: w.Kind, State: Differs}
			if now.Status == StatusNotRun {
				o.State = NotRun
			} else {
				o.Line, o.Want, _ = firstDifference(w.Text, "")
			}
		case i >= len(was.Outputs):
			o = OutputCheck{Kind: now.Outputs[i].Kind, State: Differs}
			o.Line, _, o.Got = firstDifference("", now.Outputs[i].Text)
		default:
			o = compareOutputs(&was.Outputs[i], &now.Outputs[i])
		}
		if now.Volatile {
			o.State = Volatile
		}
		if fails && o.State != Identical {
			o.State = Failed
		}
		c.add(o)
	}
	switch {
	case fails:
		c.State = Failed
	case now.Volatile:
	case now.Status != was.Status && now.Status == StatusNotRun:
		c.State = NotRun
	case now.Status != was.Status:
		c.State, c.Reason = Differs, fmt.Sprintf("its state was %s and is %s", was.Status, now.Status)
	case c.State == Identical && now.Result != was.Result:
		c.State, c.Reason = Differs, "it differs where lines are left out"
	}
}

func (c *CellCheck) add(o OutputCheck) {
	c.Outputs = append(c.Outputs, o)
	if c.State == "" || o.State.badness() > c.State.badness() {
		c.State = o.State
	}
}

func compareOutputs(was, now *ManifestOutput) OutputCheck {
	if was.Kind == now.Kind && was.SHA256 == now.SHA256 {
		return OutputCheck{Kind: now.Kind, State: Identical}
	}
	o := OutputCheck{Kind: now.Kind, State: Differs}
	o.Line, o.Want, o.Got = firstDifference(was.Text, now.Text)
	return o
}

// firstDifference returns the 1-based number of the first line in which two texts differ, and the line in each; 0 when
// they are equal. Lines that both leave out are counted.
func firstDifference(want, got string) (line int, w, g string) {
	if want == got {
		return 0, "", ""
	}
	ws, gs := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i, left := 0, 0; ; i++ {
		w, g = "", ""
		if i < len(ws) {
			w = ws[i]
		}
		if i < len(gs) {
			g = gs[i]
		}
		if w != g || i >= len(ws) || i >= len(gs) {
			return i + 1 + left, w, g
		}
		n := 0
		if _, err := fmt.Sscanf(w, "… %d lines left out …", &n); err == nil && n > 0 {
			left += n - 1
		}
	}
}

// Recorded returns the results of a new run with the outputs of volatile cells replaced by those that the manifest
// recorded, so that a report can be made again to the byte. Which cells are volatile is for the new run to say. The error
// tells of a recording that is missing or does not fit its hash.
func (m *Manifest) Recorded(n *Note, res *Results) (*Results, error) {
	recorded := map[string]*ManifestCell{}
	for i := range m.Cells {
		recorded[m.Cells[i].Key] = &m.Cells[i]
	}
	out := &Results{Complete: res.Complete}
	for i, c := range n.Cells {
		r := *res.Cells[i]
		out.Cells = append(out.Cells, &r)
		was := recorded[c.Key]
		if volatile, _ := c.verdict(r.Volatile, r.Reason); !volatile || was == nil || !was.Volatile || was.Status != r.Status {
			continue
		}
		r.Outputs, r.Hash = nil, was.Result
		for _, mo := range was.Outputs {
			if mo.Data == nil {
				return nil, errors.New("the volatile outputs were too large to be recorded")
			}
			o, err := output.Decode(mo.Data)
			if err != nil {
				return nil, fmt.Errorf("cell %s: the recorded output is damaged: %w", c.Key, err)
			}
			if output.Hash(o) != mo.SHA256 {
				return nil, fmt.Errorf("cell %s: the recorded output does not fit its hash", c.Key)
			}
			r.Outputs = append(r.Outputs, o)
		}
	}
	return out, nil
}
