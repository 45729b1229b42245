package server

import (
	"encoding/json"
	"net/http"

	"quire/notebook"
)

// What a page asks while somebody reads or writes code. Nothing of it runs or changes anything, and a note that is not
// trusted is answered too.

// maxText is the largest body of a command that carries a note's text, in bytes: JSON needs more than the text itself.
const maxText = 2 * maxNote

type (
	// A hoverCommand asks about a place in the code of a cell, as the page shows it. Line and Col begin at 1; Col counts
	// UTF-16 units.
	hoverCommand struct {
		Cell string `json:"cell"` // the id of the cell's block
		Line int    `json:"line"`
		Col  int    `json:"col"`
	}

	// A completeCommand asks what can be written at a place in the note. Text is the note as it is being written; without
	// it, the note is the one on disk. Line and Col are those of the note, from 1; Col counts UTF-16 units.
	completeCommand struct {
		Text *string `json:"text"`
		Line int     `json:"line"`
		Col  int     `json:"col"`
	}
)

// A hoverView is a card about a name.
type hoverView struct {
	Name      string `json:"name"`
	Kind      string `json:"kind"`
	Signature string `json:"signature"`
	Doc       string `json:"doc,omitempty"`
	Path      string `json:"path,omitempty"` // of the package
	Line      int    `json:"line,omitempty"` // of the note, where it is declared
	Cell      string `json:"cell,omitempty"` // the id of the cell that declares it
	Number    int    `json:"number,omitempty"`
	CodeLine  int    `json:"codeLine,omitempty"` // the line in that cell's shown code
}

// A completionView is one way to complete a word. Insert replaces the units from From to To on Line.
type completionView struct {
	Label  string `json:"label"`
	Kind   string `json:"kind"`
	Detail string `json:"detail,omitempty"`
	Doc    string `json:"doc,omitempty"`
	DocKo  string `json:"docKo,omitempty"`
	Insert string `json:"insert"`
	Line   int    `json:"line"`
	From   int    `json:"from"`
	To     int    `json:"to"`
}

// serveHover answers with what is known of a name, or with 204 where there is none.
func (s *Server) serveHover(w http.ResponseWriter, _ *http.Request, n *liveNote, c hoverCommand) {
	n.mu.Lock()
	note, state := n.view.note, n.view.cells[c.Cell]
	n.mu.Unlock()
	if note == nil || state == nil {
		replyError(w, http.StatusNotFound, "no such cell")
		return
	}
	line := state.cell.CodeLine + c.Line - 1
	card, ok := n.editor.Hover(note, line, note.Column(line, c.Col+state.cell.Indent))
	if !ok {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	v := hoverView{
		Name: card.Name, Kind: string(card.Kind), Signature: card.Signature, Doc: card.Doc, Path: card.Path, Line: card.Card.Line,
	}
	for i, b := range note.Blocks {
		if b.Cell != nil && v.Line >= b.Cell.CodeLine && b.Cell.Line <= v.Line && v.Line <= note.Line(b.End) {
			v.Cell, v.Number, v.CodeLine = note.IDs[i], b.Cell.Number, v.Line-b.Cell.CodeLine+1
		}
	}
	reply(w, v)
}

// serveComplete answers with a list of completions, the likeliest first.
func (s *Server) serveComplete(w http.ResponseWriter, _ *http.Request, n *liveNote, c completeCommand) {
	n.mu.Lock()
	note := n.view.note
	n.mu.Unlock()
	if c.Text != nil {
		note = notebook.Parse(n.name, []byte(*c.Text))
	}
	if note == nil {
		replyError(w, http.StatusConflict, errNotRead.Error())
		return
	}
	list := n.editor.Complete(note, c.Line, note.Column(c.Line, c.Col))
	views := make([]completionView, len(list))
	for i, it := range list {
		views[i] = completionView{
			Label: it.Label, Kind: it.Kind, Detail: it.Detail, Doc: it.Doc, DocKo: it.DocKo, Insert: it.Insert,
			Line: it.Line, From: note.Units(it.Line, it.From), To: note.Units(it.Line, it.To),
		}
	}
	reply(w, views)
}

// reply answers with JSON.
func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v) // the reader has gone when this fails
}
