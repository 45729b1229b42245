// Package notebook is the domain: notes, cells, and what running them gives.
//
// A note is a text file; [Parse] turns it into a [Note], a value: a tree of blocks, the cells among them, the front
// matter, and diagnostics for what is wrong with it. Parsing never fails. [Run] runs a note's cells once, top to bottom,
// in a fresh [Kernel]; a [Session] keeps a note, its kernel and its results alive while the note is edited. A [Report]
// puts a note and its results together as readers see them; the packages html and pdf render it.
//
// # Keys of the front matter
//
// title, subtitle, author (text, {name, id, affiliation}, or a list), course, date, lang, seed, params, macros, execute.
// How the report is set:
//
//	toc: true                 contents behind the title
//	title-page: true          the title on a page of its own; the contents then have theirs, and pages are counted from there
//	number-sections: true
//	code-line-numbers: true   numbers at the lines of all code
//	fig-pos: H                figures stay in their places instead of going to the top of the next page
//	paper, theme
//
// # Options of a cell
//
// Lines //| key: value at its head, or attributes of its fence: label, fig-cap, fig-alt, tbl-cap, echo, eval, output,
// error, timeout, volatile, cache, and
//
//	fig-pos: H                the figure stays right below the code
//	layout-ncol: 2            the figures of the cell stand side by side
//	fig-subcap: ["…", "…"]    captions (a), (b) … of its figures; @fig-x-1 refers to the first of fig-x
//	code-line-numbers: true   numbers at the lines of its code, or none with false
//
// # Figures of several images
//
// A fenced div sets the images in it side by side. With a label they are one figure, whose caption is the last paragraph:
//
//	::: {#fig-pair layout-ncol=2}
//	![the first](a.png){#fig-a}
//
//	![the second](b.png)
//
//	The caption of both.
//	:::
//
// References are @fig-pair, [@fig-pair], and [-@fig-pair] for the number alone.
//
// Everything that decides here is a pure function of its arguments: Parse, Match, MakePlan, NewReport. Run and Session
// perform what was decided.
package notebook
