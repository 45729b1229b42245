// What the page knows: the server's last word, folded from a snapshot and the events after it.
import { Lines } from "./log";
import { markup, type Markup } from "./trusted";
import type { Block, Cell, Code, Doc, Event, Heading, Item, Problem, Snapshot, State } from "./protocol";

/** ItemModel is an output with its text and HTML made ready once. */
export interface ItemModel {
  item: Item;
  markup?: Markup;
  lines?: Lines;
  since: number; // performance.now() when a progress bar was first seen
  first: number; // its value then
}

export class CellModel {
  state: State = "idle";
  ms = 0;
  at = 0; // performance.now() when ms was true
  stale = false;
  because = 0;
  items: ItemModel[] = [];
  dirty = true;

  constructor(readonly id: string) {}

  /** elapsed is how long the cell ran, or has been running. */
  elapsed(): number {
    return this.state === "running" ? this.ms + performance.now() - this.at : this.ms;
  }

  set(from: { state?: string; ms?: number; stale?: boolean; because?: number }): void {
    this.state = from.state as State;
    this.ms = from.ms ?? 0;
    this.at = performance.now();
    this.stale = from.stale ?? false;
    this.because = from.because ?? 0;
    this.dirty = true;
  }

  put(item: Item): void {
    const had = this.items[item.n];
    this.dirty = true;
    if (item.kind === "text") {
      if (had?.lines) {
        had.lines.append(item.text ?? "");
        return;
      }
      this.items[item.n] = { item, lines: new Lines(item.text, item.dropped), since: 0, first: 0 };
      return;
    }
    const next: ItemModel = { item, since: performance.now(), first: item.done ?? 0 };
    if (item.html) next.markup = markup(item.html);
    if (had?.item.kind === "progress" && had.item.key === item.key) ({ since: next.since, first: next.first } = had);
    this.items[item.n] = next;
  }
}

export interface BlockModel {
  id: string;
  headings: Heading[];
  markup?: Markup;
  code?: Code;
  codeMarkup?: Markup;
  dirty: boolean;
}

export type Ended = { state: string; ms: number };

export class Model {
  title = "";
  head = "";
  headMarkup = markup("");
  lang = "ko";
  problems: Problem[] = [];
  order: string[] = [];
  blocks = new Map<string, BlockModel>();
  cells = new Map<string, CellModel>();
  kernel = "idle";
  message = "";
  busy = false;
  file = "";
  trust = "";
  loaded = false;
  ended: Ended | null = null; // a run that ended since the last drawing

  snapshot(s: Snapshot): void {
    this.loaded = true;
    this.#doc(s.doc, true);
    const cells = new Map<string, CellModel>();
    for (const c of s.cells) cells.set(c.id, this.#cell(c));
    this.cells = cells;
    this.kernel = s.kernel;
    this.message = s.message ?? "";
    this.busy = s.busy;
    this.file = s.file ?? "";
    this.trust = s.trust;
  }

  apply(e: Event): void {
    switch (e.t) {
      case "doc":
        this.#doc(e.doc!, false);
        break;
      case "cell":
        this.#of(e.cell!).set(e);
        if (e.state === "running" || e.state === "queued") this.busy = true;
        break;
      case "clear":
        this.#of(e.cell!).items = [];
        this.#of(e.cell!).dirty = true;
        break;
      case "out":
        this.#of(e.cell!).put(e.item!);
        break;
      case "kernel":
        this.kernel = e.state ?? "idle";
        this.message = e.message ?? "";
        break;
      case "done":
        this.busy = false;
        this.ended = { state: e.state!, ms: e.ms ?? 0 };
        break;
      case "file":
        this.file = e.message ?? "";
        break;
      case "trust":
        this.trust = e.state ?? "";
        break;
    }
  }

  #of(id: string): CellModel {
    let c = this.cells.get(id);
    if (!c) this.cells.set(id, (c = new CellModel(id)));
    return c;
  }

  #cell(c: Cell): CellModel {
    const m = new CellModel(c.id);
    m.set(c);
    for (const item of c.items) m.put(item);
    return m;
  }

  #doc(d: Doc, whole: boolean): void {
    this.title = d.title;
    if (d.head !== this.head) [this.head, this.headMarkup] = [d.head, markup(d.head)];
    this.lang = d.lang;
    this.problems = d.problems;
    this.order = d.order;
    const had = this.blocks;
    if (whole) this.blocks = new Map();
    for (const b of d.blocks ?? []) this.blocks.set(b.id, this.#block(b, had.get(b.id)));
    const here = new Set(d.order);
    for (const id of this.blocks.keys()) if (!here.has(id)) this.blocks.delete(id);
  }

  #block(b: Block, had: BlockModel | undefined): BlockModel {
    const m: BlockModel = { id: b.id, headings: b.headings ?? [], dirty: true };
    if (!b.cell) m.markup = markup(b.html ?? "");
    else {
      m.code = b.cell;
      m.codeMarkup = had?.code?.code === b.cell.code ? had.codeMarkup! : markup(b.cell.code);
      const c = this.cells.get(b.id);
      if (c) c.dirty = true;
    }
    return m;
  }

  /** counts is how many cells are in each state; stale ones count as stale alone. */
  counts(): Map<State | "stale", number> {
    const n = new Map<State | "stale", number>();
    for (const id of this.order) {
      const c = this.cells.get(id);
      if (!c || !this.blocks.get(id)?.code) continue;
      const s = c.stale ? "stale" : c.state;
      n.set(s, (n.get(s) ?? 0) + 1);
    }
    return n;
  }

  number(id: string): number {
    return this.blocks.get(id)?.code?.number ?? 0;
  }
}
