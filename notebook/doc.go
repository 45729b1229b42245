// Package notebook is the domain: notes, cells, and what running them gives.
//
// A note is a text file; [Parse] turns it into a [Note], a value: a tree of blocks, the cells among them, the front
// matter, and diagnostics for what is wrong with it. Parsing never fails. [Run] runs a note's cells once, top to bottom,
// in a fresh [Kernel]; a [Session] keeps a note, its kernel and its results alive while the note is edited. A [Report]
// puts a note and its results together as readers see them; the packages html and pdf render it.
//
// Everything that decides here is a pure function of its arguments: Parse, Match, MakePlan, NewReport. Run and Session
// perform what was decided.
package notebook
