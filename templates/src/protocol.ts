// What the server says. notebook/server/event.go is the other side of this file.

export const version = 1;

export type State = "idle" | "queued" | "running" | "ok" | "failed" | "not-run" | "skipped";

export interface Event {
  seq: number;
  t: "doc" | "cell" | "clear" | "out" | "kernel" | "done" | "file" | "trust";
  cell?: string;
  state?: string;
  ms?: number;
  stale?: boolean;
  because?: number;
  message?: string;
  item?: Item;
  doc?: Doc;
}

export interface Snapshot {
  t: "hello";
  v: number;
  boot: string;
  seq: number;
  doc: Doc;
  cells: Cell[];
  kernel: string;
  message?: string;
  busy: boolean;
  file?: string;
  trust: string;
}

export interface Doc {
  version: number;
  title: string;
  head: string;
  lang: string;
  problems: Problem[];
  order: string[];
  blocks: Block[] | null;
}

export interface Block {
  id: string;
  html?: string;
  headings?: Heading[];
  cell?: Code;
}

export interface Heading {
  level: number;
  text: string;
  anchor: string;
}

export interface Code {
  number: number;
  label?: string;
  code: string;
  line: number;
  lines: number;
  echo: boolean;
  output: boolean;
  eval: boolean;
}

export interface Problem {
  line: number;
  col: number;
  severity: "error" | "warning" | "hint";
  message: string;
  hintKo?: string;
  hintEn?: string;
}

export interface Cell {
  id: string;
  state: State;
  ms: number;
  stale: boolean;
  because?: number;
  items: Item[];
}

export interface Item {
  n: number;
  kind: "text" | "figure" | "table" | "image" | "progress" | "html" | "error";
  html?: string;
  stream?: string;
  text?: string;
  dropped?: number;
  key?: string;
  label?: string;
  done?: number;
  total?: number;
  gone?: boolean;
  src?: string;
  alt?: string;
  error?: CellError;
}

export interface CellError {
  stage: string;
  message: string;
  hintKo?: string;
  hintEn?: string;
  frames?: Frame[];
}

export interface Frame {
  cell?: string;
  number?: number;
  line?: number;
  noteLine: number;
  func?: string;
}

/** NameCard is what is known of a name. notebook/server/assist.go is the other side. */
export interface NameCard {
  name: string;
  kind: string;
  signature: string;
  doc?: string;
  path?: string; // of the package
  line?: number; // of the note, where it is declared
  cell?: string; // the id of the cell that declares it
  number?: number;
  codeLine?: number;
}

/** Completion is one way to complete a word: insert replaces the columns from…to on line. */
export interface Completion {
  label: string;
  kind: string;
  detail?: string;
  doc?: string;
  docKo?: string;
  insert: string;
  line: number;
  from: number;
  to: number;
}
