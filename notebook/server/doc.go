// Package server shows notes as live pages to the person at this computer.
//
// # What it guarantees
//
// Only the loopback address is served, and only to a browser that has exchanged a token, which works once, for a cookie.
// A guard stands before every route: it compares Host and Origin exactly and refuses what comes from other sites. All
// files are read through an os.Root: nothing outside the served folder is reachable, whatever a note or an address says.
// Nothing inline is allowed in the page; a cell's own HTML is shown only in a sandboxed frame without an origin.
//
// Opening a note runs nothing unless the note is trusted: it was made here by `quire new`, or somebody pressed Run once.
// Trust is kept per path ([TrustStore]) and survives edits of the file. A trusted note runs again when it is saved.
//
// # How it works
//
//	file on disk → watcher → notebook.Session → view → event log → WebSocket → page
//
// Each note that is open has one goroutine that starts its runs, in order. The session's events are folded into a view,
// which is everything that a page shows, and become events of a log that is bounded in bytes; both change under one
// lock. A page holds only a cursor. It says what it has when it connects and gets what follows, or a snapshot when the
// log does not reach back that far, so that any number of slow pages cost nothing and a lost connection loses nothing.
// Pages send commands by POST.
//
// The scripts of the page are built from templates/src.
package server
