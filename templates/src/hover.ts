// Cards about the names in code: by pointer, by tap, and with the arrow keys where code has the focus.
import { html, nothing, render, type TemplateResult } from "./lib/lit.js";
import { hover } from "./assist";
import type { NameCard } from "./protocol";
import { cellName, lineOf, t } from "./words";

/** A Name is an identifier in the code of a cell. */
interface Name {
  pre: HTMLElement;
  node: Text;
  start: number; // in node
  end: number;
  offset: number; // in the whole code
}

const patience = 300; // ms that a pointer rests on a name before its card appears
const grace = 250; // ms to get from the name to the card
const plain = ".tok-comment, .tok-string, .tok-number, .tok-keyword";

export class Hover {
  readonly #card = document.createElement("div");
  #name: Name | null = null; // the card is about it, or will be
  #timer = 0;
  #asked = 0; // counts requests: only the last one is answered

  constructor(
    readonly report: HTMLElement,
    readonly base: string,
  ) {
    this.#card.className = "card";
    this.#card.popover = "manual";
    this.#card.setAttribute("role", "region");
    this.#card.setAttribute("aria-label", t("이름 설명", "About the name"));
    this.#card.setAttribute("aria-live", "polite");
    report.after(this.#card);
    report.addEventListener("pointermove", e => e.pointerType === "mouse" && e.buttons === 0 && this.#point(e));
    report.addEventListener("pointerleave", e => e.pointerType === "mouse" && this.#leave(e));
    report.addEventListener("click", e => this.#tap(e));
    report.addEventListener("keydown", e => this.#key(e));
    report.addEventListener("focusout", e => !this.#card.contains(e.relatedTarget as Node | null) && this.hide());
    report.addEventListener("scroll", e => (e.target as Element).contains(this.#name?.pre ?? null) && this.#place(), { capture: true, passive: true });
    this.#card.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.#card.addEventListener("pointerleave", e => this.#leave(e));
    addEventListener("scroll", () => this.hide(), { passive: true });
    addEventListener("keydown", e => e.key === "Escape" && this.hide());
    addEventListener("pointerdown", e => this.#open && !this.#card.contains(e.target as Node) && !this.report.contains(e.target as Node) && this.hide());
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#name = null;
    mark(null);
    if (this.#open) this.#card.hidePopover();
  }

  get #open(): boolean {
    return this.#card.matches(":popover-open");
  }

  #point(e: PointerEvent): void {
    const name = nameAt(e);
    if (name && this.#name && same(name, this.#name)) {
      if (this.#open) clearTimeout(this.#timer);
      return;
    }
    if (!name) {
      if (this.#name) this.#leave(e);
      return;
    }
    clearTimeout(this.#timer);
    this.#name = name;
    this.#timer = window.setTimeout(() => void this.#show(name), patience);
  }

  /** leave closes the card, unless the pointer is on its way to it. */
  #leave(e: PointerEvent): void {
    if (this.#card.contains(e.relatedTarget as Node | null)) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.hide(), grace);
  }

  #tap(e: MouseEvent): void {
    if ((e as PointerEvent).pointerType === "mouse") return;
    const name = nameAt(e);
    if (name) void this.#show(name);
    else this.hide();
  }

  /** key moves from name to name in the code that has the focus. */
  #key(e: KeyboardEvent): void {
    const pre = e.target as HTMLElement;
    const by = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!by || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || !pre.matches(".source pre")) return;
    const names = namesOf(pre);
    const now = this.#name?.pre === pre ? this.#name.offset : by > 0 ? -1 : Infinity;
    const next = by > 0 ? names.find(n => n.offset > now) : names.findLast(n => n.offset < now);
    e.preventDefault();
    if (!next) return;
    const box = rectOf(next);
    const view = pre.getBoundingClientRect();
    if (box.left < view.left || box.right > view.right) pre.scrollLeft += box.left - view.left - 40;
    mark(next);
    void this.#show(next);
  }

  async #show(name: Name): Promise<void> {
    const asked = ++this.#asked;
    this.#name = name;
    const cell = name.pre.closest<HTMLElement>("quire-cell")?.dataset.id ?? "";
    const before = (name.pre.textContent ?? "").slice(0, name.offset);
    const line = before.split("\n").length;
    let card: NameCard | null = null;
    try {
      card = await hover(this.base, { cell, line, col: name.offset - before.lastIndexOf("\n") });
    } catch {
      // the note has changed meanwhile, or the server has gone: the page says so itself
    }
    if (asked !== this.#asked) return;
    if (!card || !name.node.isConnected) {
      if (this.#open) this.#card.hidePopover();
      return;
    }
    render(content(card, () => this.hide()), this.#card);
    this.#card.showPopover();
    this.#place();
  }

  /** place puts the card below the name, or above it where there is no room. */
  #place(): void {
    if (!this.#name || !this.#open) return;
    const name = rectOf(this.#name);
    const { offsetWidth: width, offsetHeight: height } = this.#card;
    const below = name.bottom + 6;
    const top = below + height > innerHeight - 8 && name.top - 6 - height > 8 ? name.top - 6 - height : below;
    this.#card.style.left = `${Math.max(8, Math.min(name.left - 12, document.documentElement.clientWidth - width - 8))}px`;
    this.#card.style.top = `${top}px`;
  }
}

function content(c: NameCard, close: () => void): TemplateResult {
  const place = c.cell
    ? html`<a href=${`#${c.cell}`} @click=${close}>${cellName(c.number ?? 0)}, ${lineOf(c.codeLine ?? 0)}</a>`
    : c.line
      ? lineOf(c.line)
      : nothing;
  return html`<pre>${c.signature}</pre>
    ${c.doc ? html`<p>${c.doc}</p>` : nothing}
    ${place !== nothing ? html`<p class="from">${t("", "Defined in ")}${place}${t("에서 정의", "")}</p>` : nothing}
    ${c.path ? html`<p class="from">import "${c.path}"</p>` : nothing}`;
}

const same = (a: Name, b: Name): boolean => a.pre === b.pre && a.offset === b.offset;

/** namesOf lists the identifiers of a piece of code, without keywords and what stands in comments and strings. */
function namesOf(pre: HTMLElement): Name[] {
  const names: Name[] = [];
  const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  let offset = 0;
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (!node.parentElement!.closest(plain))
      for (const m of node.data.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu))
        names.push({ pre, node, start: m.index, end: m.index + m[0].length, offset: offset + m.index });
    offset += node.data.length;
  }
  return names;
}

/** nameAt is the name below a pointer. */
function nameAt(e: MouseEvent): Name | null {
  const pre = (e.target as Element).closest<HTMLElement>(".source pre");
  if (!pre) return null;
  return (
    namesOf(pre).find(n => {
      const r = rectOf(n);
      return e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
    }) ?? null
  );
}

function rangeOf(n: Name): Range {
  const r = new Range();
  r.setStart(n.node, n.start);
  r.setEnd(n.node, n.end);
  return r;
}

const rectOf = (n: Name): DOMRect => rangeOf(n).getBoundingClientRect();

/** mark shows which name the keyboard is on. */
function mark(n: Name | null): void {
  if (!("highlights" in CSS)) return; // the card stands below the name anyway
  if (n) CSS.highlights.set("name", new Highlight(rangeOf(n)));
  else CSS.highlights.delete("name");
}
