// app.ts
import { html as html6, nothing as nothing5, render as render4 } from "./lib/lit.js";

// hover.ts
import { html, nothing, render } from "./lib/lit.js";

// protocol.ts
var version = 1;

// link.ts
function follow(path, listener) {
  let boot = "";
  let seq = 0;
  let wait = 250;
  let socket;
  let timer = 0;
  const dial = () => {
    clearTimeout(timer);
    listener.link("connecting");
    socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}?boot=${boot}&since=${seq}`);
    socket.onopen = () => {
      wait = 250;
      listener.link("open");
    };
    socket.onmessage = ({ data }) => receive(JSON.parse(data));
    socket.onclose = () => {
      listener.link("lost");
      timer = setTimeout(dial, wait);
      wait = Math.min(wait * 2, 5e3);
    };
  };
  const receive = (message) => {
    if (Array.isArray(message)) {
      const fresh = message.filter((e) => e.seq > seq);
      seq = message.at(-1)?.seq ?? seq;
      try {
        if (fresh.length > 0) listener.events(fresh);
      } catch (e) {
        console.error(e);
        boot = "";
        socket.close();
      }
      return;
    }
    if (message.v !== version) {
      reload();
      return;
    }
    ({ boot, seq } = message);
    listener.snapshot(message);
  };
  addEventListener("online", () => socket.readyState === WebSocket.CLOSED && dial());
  dial();
}
function reload() {
  if (sessionStorage.getItem("reloaded") === location.href) return;
  sessionStorage.setItem("reloaded", location.href);
  location.reload();
}
async function post(path, command) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(command)
  });
  if (answer.ok) return answer;
  let message = answer.statusText;
  try {
    message = (await answer.json()).error;
  } catch {
  }
  throw new Error(message);
}

// assist.ts
async function hover(base, at) {
  const answer = await post(`${base}/hover`, at);
  return answer.status === 204 ? null : await answer.json();
}

// words.ts
var korean = document.documentElement.lang !== "en";
var t = (ko, en) => korean ? ko : en;
var locale = korean ? "ko" : "en";
var count = (n) => n.toLocaleString(locale);
function duration(ms) {
  const s = ms / 1e3;
  if (s < 60) return `${s.toFixed(s < 10 ? 2 : 1)}${t("초", " s")}`;
  const minutes = Math.floor(s / 60);
  const rest = Math.floor(s % 60);
  if (minutes < 60) return t(`${minutes}분 ${rest}초`, `${minutes} min ${rest} s`);
  return t(`${Math.floor(minutes / 60)}시간 ${minutes % 60}분`, `${Math.floor(minutes / 60)} h ${minutes % 60} min`);
}
var ticking = (ms) => ms < 6e4 ? `${(ms / 1e3).toFixed(1)}${t("초", " s")}` : duration(ms);
var stateWord = {
  idle: t("아직 실행하지 않음", "not run yet"),
  queued: t("대기", "queued"),
  running: t("실행 중", "running"),
  ok: t("완료", "done"),
  failed: t("오류", "failed"),
  "not-run": t("실행하지 않음", "not run"),
  skipped: t("실행하지 않는 셀", "never run")
};
var lineOf = (line2) => t(`${line2}째 줄`, `line ${line2}`);
var cellName = (n) => t(`셀 ${n}`, `cell ${n}`);

// hover.ts
var patience = 300;
var grace = 250;
var plain = ".tok-comment, .tok-string, .tok-number, .tok-keyword";
var Hover = class {
  // counts requests: only the last one is answered
  constructor(report, base) {
    this.report = report;
    this.base = base;
    this.#card.className = "card";
    this.#card.popover = "manual";
    this.#card.setAttribute("role", "region");
    this.#card.setAttribute("aria-label", t("이름 설명", "About the name"));
    this.#card.setAttribute("aria-live", "polite");
    report.after(this.#card);
    report.addEventListener("pointermove", (e) => e.pointerType === "mouse" && e.buttons === 0 && this.#point(e));
    report.addEventListener("pointerleave", (e) => e.pointerType === "mouse" && this.#leave(e));
    report.addEventListener("click", (e) => this.#tap(e));
    report.addEventListener("keydown", (e) => this.#key(e));
    report.addEventListener("focusout", (e) => !this.#card.contains(e.relatedTarget) && this.hide());
    report.addEventListener("scroll", (e) => e.target.contains(this.#name?.pre ?? null) && this.#place(), { capture: true, passive: true });
    this.#card.addEventListener("pointerenter", () => clearTimeout(this.#timer));
    this.#card.addEventListener("pointerleave", (e) => this.#leave(e));
    addEventListener("scroll", () => this.hide(), { passive: true });
    addEventListener("keydown", (e) => e.key === "Escape" && this.hide());
    addEventListener("pointerdown", (e) => this.#open && !this.#card.contains(e.target) && !this.report.contains(e.target) && this.hide());
  }
  report;
  base;
  #card = document.createElement("div");
  #name = null;
  // the card is about it, or will be
  #timer = 0;
  #asked = 0;
  hide() {
    clearTimeout(this.#timer);
    this.#asked++;
    this.#name = null;
    mark(null);
    if (this.#open) this.#card.hidePopover();
  }
  get #open() {
    return this.#card.matches(":popover-open");
  }
  #point(e) {
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
  #leave(e) {
    if (this.#card.contains(e.relatedTarget)) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.hide(), grace);
  }
  #tap(e) {
    if (e.pointerType === "mouse") return;
    const name = nameAt(e);
    if (name) void this.#show(name);
    else this.hide();
  }
  /** key moves from name to name in the code that has the focus. */
  #key(e) {
    const pre = e.target;
    const by = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!by || e.altKey || e.ctrlKey || e.metaKey || e.shiftKey || !pre.matches(".source pre")) return;
    const names = namesOf(pre);
    const now = this.#name?.pre === pre ? this.#name.offset : by > 0 ? -1 : Infinity;
    const next = by > 0 ? names.find((n) => n.offset > now) : names.findLast((n) => n.offset < now);
    e.preventDefault();
    if (!next) return;
    const box = rectOf(next);
    const view = pre.getBoundingClientRect();
    if (box.left < view.left || box.right > view.right) pre.scrollLeft += box.left - view.left - 40;
    mark(next);
    void this.#show(next);
  }
  async #show(name) {
    const asked = ++this.#asked;
    this.#name = name;
    const cell = name.pre.closest("quire-cell")?.dataset.id ?? "";
    const before = (name.pre.textContent ?? "").slice(0, name.offset);
    const line2 = before.split("\n").length;
    let card = null;
    try {
      card = await hover(this.base, { cell, line: line2, col: name.offset - before.lastIndexOf("\n") });
    } catch {
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
  #place() {
    if (!this.#name || !this.#open) return;
    const name = rectOf(this.#name);
    const { offsetWidth: width, offsetHeight: height } = this.#card;
    const below = name.bottom + 6;
    const top = below + height > innerHeight - 8 && name.top - 6 - height > 8 ? name.top - 6 - height : below;
    this.#card.style.left = `${Math.max(8, Math.min(name.left - 12, document.documentElement.clientWidth - width - 8))}px`;
    this.#card.style.top = `${top}px`;
  }
};
function content(c, close) {
  const place2 = c.cell ? html`<a href=${`#${c.cell}`} @click=${close}>${cellName(c.number ?? 0)}, ${lineOf(c.codeLine ?? 0)}</a>` : c.line ? lineOf(c.line) : nothing;
  return html`<pre>${c.signature}</pre>
    ${c.doc ? html`<p>${c.doc}</p>` : nothing}
    ${place2 !== nothing ? html`<p class="from">${t("", "Defined in ")}${place2}${t("에서 정의", "")}</p>` : nothing}
    ${c.path ? html`<p class="from">import "${c.path}"</p>` : nothing}`;
}
var same = (a, b) => a.pre === b.pre && a.offset === b.offset;
function namesOf(pre) {
  const names = [];
  const walker = document.createTreeWalker(pre, NodeFilter.SHOW_TEXT);
  let offset = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.closest(plain))
      for (const m of node.data.matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu))
        names.push({ pre, node, start: m.index, end: m.index + m[0].length, offset: offset + m.index });
    offset += node.data.length;
  }
  return names;
}
function nameAt(e) {
  const pre = e.target.closest(".source pre");
  if (!pre) return null;
  return namesOf(pre).find((n) => {
    const r = rectOf(n);
    return e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom;
  }) ?? null;
}
function rangeOf(n) {
  const r = new Range();
  r.setStart(n.node, n.start);
  r.setEnd(n.node, n.end);
  return r;
}
var rectOf = (n) => rangeOf(n).getBoundingClientRect();
function mark(n) {
  if (!("highlights" in CSS)) return;
  if (n) CSS.highlights.set("name", new Highlight(rangeOf(n)));
  else CSS.highlights.delete("name");
}

// icons.ts
import { html as html2, svg } from "./lib/lit.js";
var line = (d, width = 1.5) => svg`<path d=${d} fill="none" stroke="currentColor" stroke-width=${width} stroke-linecap="round" stroke-linejoin="round"></path>`;
var shapes = {
  all: svg`<path d="M2.5 3.4v9.2L8.4 8zM8.6 3.4v9.2L14.5 8z" fill="currentColor"></path>`,
  stop: svg`<rect x="4.2" y="4.2" width="7.6" height="7.6" rx="1.2" fill="currentColor"></rect>`,
  restart: line("M12.9 9.2A5 5 0 1 1 11.6 4.6M12.4 2v3h-3"),
  save: line("M8 2v8m0 0L5 7.2M8 10l3-2.8M3 11.5V13h10v-1.5"),
  check: line("M3.5 8.4l3 3 6-6.4", 1.7),
  cross: line("M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6", 1.7),
  dot: svg`<circle cx="8" cy="8" r="3.6" fill="currentColor"></circle>`,
  ring: svg`<circle cx="8" cy="8" r="3.4" fill="none" stroke="currentColor" stroke-width="1.4"></circle>`,
  dash: line("M4.5 8h7", 1.7),
  stale: svg`${line("M8 4v4.3l2.8 1.7")}<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="1.4" stroke-dasharray="2.6 2.1"></circle>`,
  chevron: line("M4 10l4-4 4 4", 1.6),
  menu: line("M2.5 4.5h11M2.5 8h11M2.5 11.5h7"),
  more: svg`<circle cx="3.5" cy="8" r="1.3" fill="currentColor"></circle><circle cx="8" cy="8" r="1.3" fill="currentColor"></circle><circle cx="12.5" cy="8" r="1.3" fill="currentColor"></circle>`,
  theme: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.4"></circle><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"></path>`
};
var icon = (name) => html2`<svg class="i" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;

// log.ts
import { html as html3, nothing as nothing2, render as render2 } from "./lib/lit.js";
var kept = 5e3;
var shown = 20;
var longest = 1e4;
var slow = 250;
var Lines = class {
  lines = [""];
  // the last one is not finished
  dropped = 0;
  version = 0;
  constructor(text = "", dropped = 0) {
    this.append(text);
    this.dropped = dropped;
  }
  append(text) {
    const parts = text.split("\n");
    this.lines[this.lines.length - 1] += parts[0];
    for (let i = 1; i < parts.length; i++) this.lines.push(parts[i]);
    if (this.lines.length > 2 * kept) {
      this.dropped += this.lines.length - kept;
      this.lines = this.lines.slice(-kept);
    }
    this.version++;
  }
  /** finished are the lines to show: an empty last line is only the end of the one before. */
  finished() {
    const all = this.lines.at(-1) === "" ? this.lines.slice(0, -1) : this.lines;
    return all;
  }
  total() {
    return this.dropped + this.lines.length - (this.lines.at(-1) === "" ? 1 : 0);
  }
};
function visible(line2) {
  const end = line2.endsWith("\r") ? line2.slice(0, -1) : line2;
  return end.slice(end.lastIndexOf("\r") + 1, longest);
}
var LogElement = class extends HTMLElement {
  lines = new Lines();
  full = "";
  // address of the whole log
  stream = "stdout";
  #open = false;
  #of = null;
  // what is drawn
  #drawn = -1;
  // its version then
  #at = 0;
  #text = document.createTextNode("");
  /** update draws what is new. It returns false when it put that off. */
  update() {
    const same2 = this.lines === this.#of;
    if (same2 && this.lines.version === this.#drawn) return true;
    if (same2 && this.#open && performance.now() - this.#at < slow) return false;
    this.#draw();
    return true;
  }
  #draw() {
    this.#of = this.lines;
    this.#drawn = this.lines.version;
    this.#at = performance.now();
    const all = this.lines.finished();
    const total = this.lines.total();
    const visibleLines = this.#open ? all : all.slice(-shown);
    const hidden = total - visibleLines.length;
    const more = this.#open || all.length > shown;
    this.dataset.stream = this.stream;
    this.classList.toggle("faded", hidden > 0);
    render2(
      html3`${more || hidden > 0 ? html3`<p class="more">
              ${more ? html3`<button type="button" aria-expanded=${this.#open} @click=${() => this.#toggle()}>
                    ${icon("chevron")}<span
                      >${this.#open ? t("접기", "Show fewer lines") : this.lines.dropped > 0 ? t(`마지막 ${count(all.length)}줄 펼치기`, `Show the last ${count(all.length)} lines`) : t(`앞의 ${count(hidden)}줄 펼치기`, `Show ${count(hidden)} earlier lines`)}</span
                    >
                  </button>` : nothing2}
              <a href=${this.full} target="_blank">${t(`전체 ${count(total)}줄`, `All ${count(total)} lines`)}</a>
            </p>` : nothing2}
        <pre tabindex="0" role="group" aria-label=${this.stream === "stderr" ? t("표준 오류", "Standard error") : t("출력", "Output")}>
${this.#text}</pre
        >`,
      this
    );
    this.#text.data = visibleLines.map(visible).join("\n");
  }
  #toggle() {
    this.#open = !this.#open;
    this.#draw();
  }
};
customElements.define("quire-log", LogElement);

// trusted.ts
var factory = globalThis.trustedTypes;
var policy = factory?.createPolicy("quire", { createHTML: (s) => s }) ?? { createHTML: (s) => s };
var markup = (html7) => policy.createHTML(html7);
function fill(element, html7) {
  element.innerHTML = html7;
}
function reachable(element) {
  for (const wide of element.querySelectorAll(".q-table, .q-math-block, .q-display, pre")) wide.setAttribute("tabindex", "0");
}

// model.ts
var CellModel = class {
  constructor(id) {
    this.id = id;
  }
  id;
  state = "idle";
  ms = 0;
  at = 0;
  // performance.now() when ms was true
  stale = false;
  because = 0;
  items = [];
  dirty = true;
  /** elapsed is how long the cell ran, or has been running. */
  elapsed() {
    return this.state === "running" ? this.ms + performance.now() - this.at : this.ms;
  }
  set(from) {
    this.state = from.state;
    this.ms = from.ms ?? 0;
    this.at = performance.now();
    this.stale = from.stale ?? false;
    this.because = from.because ?? 0;
    this.dirty = true;
  }
  put(item) {
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
    const next = { item, since: performance.now(), first: item.done ?? 0 };
    if (item.html) next.markup = markup(item.html);
    if (had?.item.kind === "progress" && had.item.key === item.key) ({ since: next.since, first: next.first } = had);
    this.items[item.n] = next;
  }
};
var Model = class {
  title = "";
  head = "";
  headMarkup = markup("");
  lang = "ko";
  problems = [];
  order = [];
  blocks = /* @__PURE__ */ new Map();
  cells = /* @__PURE__ */ new Map();
  kernel = "idle";
  message = "";
  busy = false;
  file = "";
  trust = "";
  loaded = false;
  ended = null;
  // a run that ended since the last drawing
  snapshot(s) {
    this.loaded = true;
    this.#doc(s.doc, true);
    const cells = /* @__PURE__ */ new Map();
    for (const c of s.cells) cells.set(c.id, this.#cell(c));
    this.cells = cells;
    this.kernel = s.kernel;
    this.message = s.message ?? "";
    this.busy = s.busy;
    this.file = s.file ?? "";
    this.trust = s.trust;
  }
  apply(e) {
    switch (e.t) {
      case "doc":
        this.#doc(e.doc, false);
        break;
      case "cell":
        this.#of(e.cell).set(e);
        if (e.state === "running" || e.state === "queued") this.busy = true;
        break;
      case "clear":
        this.#of(e.cell).items = [];
        this.#of(e.cell).dirty = true;
        break;
      case "out":
        this.#of(e.cell).put(e.item);
        break;
      case "kernel":
        this.kernel = e.state ?? "idle";
        this.message = e.message ?? "";
        break;
      case "done":
        this.busy = false;
        this.ended = { state: e.state, ms: e.ms ?? 0 };
        break;
      case "file":
        this.file = e.message ?? "";
        break;
      case "trust":
        this.trust = e.state ?? "";
        break;
    }
  }
  #of(id) {
    let c = this.cells.get(id);
    if (!c) this.cells.set(id, c = new CellModel(id));
    return c;
  }
  #cell(c) {
    const m = new CellModel(c.id);
    m.set(c);
    for (const item of c.items) m.put(item);
    return m;
  }
  #doc(d, whole) {
    this.title = d.title;
    if (d.head !== this.head) [this.head, this.headMarkup] = [d.head, markup(d.head)];
    this.lang = d.lang;
    this.problems = d.problems;
    this.order = d.order;
    const had = this.blocks;
    if (whole) this.blocks = /* @__PURE__ */ new Map();
    for (const b of d.blocks ?? []) this.blocks.set(b.id, this.#block(b, had.get(b.id)));
    const here = new Set(d.order);
    for (const id of this.blocks.keys()) if (!here.has(id)) this.blocks.delete(id);
  }
  #block(b, had) {
    const m = { id: b.id, headings: b.headings ?? [], dirty: true };
    if (!b.cell) m.markup = markup(b.html ?? "");
    else {
      m.code = b.cell;
      m.codeMarkup = had?.code?.code === b.cell.code ? had.codeMarkup : markup(b.cell.code);
      const c = this.cells.get(b.id);
      if (c) c.dirty = true;
    }
    return m;
  }
  /** counts is how many cells are in each state; stale ones count as stale alone. */
  counts() {
    const n = /* @__PURE__ */ new Map();
    for (const id of this.order) {
      const c = this.cells.get(id);
      if (!c || !this.blocks.get(id)?.code) continue;
      const s = c.stale ? "stale" : c.state;
      n.set(s, (n.get(s) ?? 0) + 1);
    }
    return n;
  }
  number(id) {
    return this.blocks.get(id)?.code?.number ?? 0;
  }
};

// outline.ts
import { html as html5, nothing as nothing4 } from "./lib/lit.js";

// cell.ts
import { html as html4, nothing as nothing3, render as render3 } from "./lib/lit.js";
var stateIcon = {
  idle: "ring",
  queued: "ring",
  running: "dot",
  ok: "check",
  failed: "cross",
  "not-run": "dash",
  skipped: "dash",
  stale: "stale"
};
var CellElement = class extends HTMLElement {
  host;
  block;
  cell;
  #code;
  #codeBox;
  #out;
  #status;
  #rail;
  #held = false;
  connectedCallback() {
    if (this.#out) return;
    this.className = "cell";
    this.setAttribute("role", "region");
    const part = (name, tag = "div") => {
      const e = document.createElement(tag);
      e.className = name;
      this.append(e);
      return e;
    };
    this.#rail = part("rail");
    this.#codeBox = part("code");
    this.#status = part("status", "p");
    this.#out = part("result");
  }
  /** text is the cell's shown source. */
  text() {
    return this.#codeBox.textContent ?? "";
  }
  update() {
    const { code } = this.block;
    if (!code) return;
    const c = this.cell;
    const state = c.stale && c.state !== "queued" ? "stale" : c.state;
    this.dataset.state = state === "failed" && interrupted(c) ? "interrupted" : state;
    this.setAttribute("aria-label", `${t("코드 셀", "Code cell")} ${code.number}, ${this.#word()}`);
    render3(html4`<span class="n" title=${code.label ?? ""}>${code.number}</span>`, this.#rail);
    this.#drawCode(code);
    render3(this.#statusLine(code), this.#status);
    this.#hold();
    render3(this.#items(code), this.#out);
    this.#fillItems();
  }
  /** tick draws what changes by itself while the cell runs. */
  tick() {
    render3(this.#statusLine(this.block.code), this.#status);
    this.#fillItems();
  }
  #word() {
    if (this.cell.stale) return t("오래됨", "stale");
    return this.cell.state === "failed" && interrupted(this.cell) ? t("중단함", "interrupted") : stateWord[this.cell.state];
  }
  #drawCode(code) {
    if (this.#code !== this.block.codeMarkup) {
      this.#code = this.block.codeMarkup;
      const box = document.createElement("div");
      box.className = "source";
      fill(box, this.#code);
      if (code.echo) this.#codeBox.replaceChildren(box);
      else this.#codeBox.replaceChildren(hiddenCode(box, code));
      const pre = box.querySelector("pre");
      pre?.setAttribute("tabindex", "0");
      pre?.setAttribute("role", "group");
      pre?.setAttribute("aria-label", t("Go 코드", "Go code"));
    }
    this.#markLine(this.#badLine());
  }
  /** badLine is the line of this cell on which it failed, 0 for none. */
  #badLine() {
    if (this.cell.state !== "failed" && !this.cell.stale || interrupted(this.cell)) return 0;
    const frames = this.cell.items.find((i) => i?.item.error)?.item.error?.frames ?? [];
    return frames.find((f) => f.cell === this.block.id)?.line ?? 0;
  }
  #markLine(n) {
    let mark2 = this.#codeBox.querySelector(".bad-line");
    const pre = this.#codeBox.querySelector("pre");
    if (n < 1 || !pre) {
      mark2?.remove();
      return;
    }
    if (!mark2) {
      mark2 = document.createElement("div");
      mark2.className = "bad-line";
      mark2.setAttribute("aria-hidden", "true");
      pre.parentElement.prepend(mark2);
    }
    mark2.style.setProperty("--line", String(n - 1));
  }
  #statusLine(code) {
    const c = this.cell;
    const again = html4`<button type="button" class="link" @click=${() => this.host.run()}>${t("다시 실행", "Run again")}</button>`;
    const show = (name, text, action = nothing3) => html4`${icon(name)}<span>${text}</span>${action}`;
    if (c.stale && c.state !== "queued") {
      const why = c.because && c.because !== code.number ? t(`셀 ${c.because}${particle(c.because)} 바뀌어 오래된 결과입니다`, `Stale: cell ${c.because} has changed`) : c.because ? t("코드가 바뀌어 오래된 결과입니다", "Stale: the code has changed") : t("노트의 설정이 바뀌어 오래된 결과입니다", "Stale: the note's settings have changed");
      return show("stale", why, again);
    }
    switch (c.state) {
      case "running":
        return show(
          "dot",
          `${t("실행 중", "Running")} · ${ticking(c.elapsed())}`,
          html4`<button type="button" class="link" @click=${() => this.host.interrupt()}>${t("중단", "Interrupt")}</button>`
        );
      case "failed":
        return interrupted(c) ? show("dash", t(`${duration(c.ms)} 만에 중단했습니다`, `Interrupted after ${duration(c.ms)}`), again) : show("cross", t(`${duration(c.ms)} 만에 멈춤`, `Stopped after ${duration(c.ms)}`));
      case "not-run":
        return show("dash", t("앞의 셀이 끝나지 않아 실행하지 않았습니다", "Not run: a cell above did not finish"));
      case "skipped":
        return show("dash", t("실행하지 않는 셀입니다 (eval: false)", "Never run (eval: false)"));
      case "ok":
        return show("check", duration(c.ms));
      default:
        return show(stateIcon[c.state], stateWord[c.state]);
    }
  }
  /** hold keeps the height of the outputs while the cell runs, so that the page below does not jump up and down. */
  #hold() {
    const running = this.cell.state === "running" || this.cell.state === "queued";
    if (running && !this.#held) this.#out.style.minHeight = `${this.#out.offsetHeight}px`;
    if (!running && this.#held) this.#out.style.minHeight = "";
    this.#held = running;
  }
  #items(code) {
    const items = this.cell.items.filter(Boolean);
    const parts = items.map((i) => this.#item(i));
    if (code.output || items.every((i) => i.item.kind === "error")) return html4`${parts}`;
    return html4`<details class="aside">
      <summary>${t("출력 (보고서에는 나오지 않습니다)", "Output (not in the report)")}</summary>
      ${parts}
    </details>`;
  }
  #item(i) {
    const { item } = i;
    switch (item.kind) {
      case "text":
        return html4`<quire-log data-n=${item.n}></quire-log>`;
      case "progress":
        return item.gone ? nothing3 : progress(i);
      case "error":
        return item.error.stage === "interrupt" ? nothing3 : this.#error(item.error);
      // the status line says it
      case "html":
        return html4`<iframe sandbox="allow-scripts" src=${item.src} title=${item.alt ?? t("출력", "Output")} loading="lazy"></iframe>`;
      default:
        return html4`<div class="shown" data-n=${item.n}></div>`;
    }
  }
  /** fillItems gives the elements that lit-html made what it does not look into. */
  #fillItems() {
    for (const e of this.#out.querySelectorAll("[data-n]")) {
      const i = this.cell.items[Number(e.dataset.n)];
      if (i?.lines) {
        const log = e;
        log.lines = i.lines;
        log.stream = i.item.stream ?? "stdout";
        log.full = `${this.host.base}/logs/${this.block.id}`;
        if (!log.update()) this.cell.dirty = true;
      } else if (i?.markup && filled.get(e) !== i.markup) {
        filled.set(e, i.markup);
        fill(e, i.markup);
        reachable(e);
      }
    }
  }
  #error(e) {
    const [at, ...path] = e.frames ?? [];
    const hint = korean ? e.hintKo || e.hintEn : e.hintEn || e.hintKo;
    return html4`<div class="error" role="group" aria-label=${t("실행 오류", "Error")}>
      <p class="what">${e.message}</p>
      ${at ? html4`<p class="where">${place(at)}${at.func ? html4` <span>${at.func}</span>` : nothing3}</p>` : nothing3}
      ${at?.cell && at.cell !== this.block.id ? this.#excerpt(at) : nothing3}
      ${hint ? html4`<p class="hint">${hint}</p>` : nothing3}
      ${path.length > 0 ? html4`<details>
            <summary>${t(`호출 경로 ${count(path.length + 1)}개`, `Path of ${count(path.length + 1)} calls`)}</summary>
            <ol>
              ${[at, ...path].map((f) => html4`<li>${place(f)} <span>${f.func || t("본문", "cell")}</span></li>`)}
            </ol>
          </details>` : nothing3}
    </div>`;
  }
  /** excerpt is the failing line of another cell, with its neighbours. */
  #excerpt(f) {
    const lines = this.host.codeOf(f.cell).split("\n");
    const line2 = f.line ?? 0;
    if (line2 < 1 || line2 > lines.length) return nothing3;
    const from = Math.max(1, line2 - 1);
    return html4`<pre class="excerpt" tabindex="0" role="group" aria-label=${t("오류가 난 줄", "The failing line")}>${lines.slice(from - 1, line2 + 1).map((l, i) => html4`<span class=${from + i === line2 ? "bad" : ""}>${`${from + i}`.padStart(3)}  ${l}\n</span>`)}</pre>`;
  }
};
var interrupted = (c) => c.items.some((i) => i?.item.error?.stage === "interrupt");
var filled = /* @__PURE__ */ new WeakMap();
var particle = (n) => "013678".includes(`${n % 10}`) ? "이" : "가";
function place(f) {
  if (!f.cell) return html4`${lineOf(f.noteLine)}`;
  return html4`<a href=${`#${f.cell}`}>${cellName(f.number ?? 0)}, ${lineOf(f.line ?? 0)}</a>`;
}
function progress(i) {
  const { label = "", done = 0, total = 0 } = i.item;
  const passed = performance.now() - i.since;
  const gone = done - i.first;
  const left = total > 0 && gone > 0 && passed > 1e3 ? (total - done) / gone * passed : -1;
  const value = total > 0 ? `${count(done)} / ${count(total)}` : count(done);
  return html4`<div class="prog">
    <span class="label">${label} ${value}</span>
    ${total > 0 ? html4`<progress aria-label=${label || t("진행", "Progress")} max=${total} value=${done}></progress>` : html4`<progress aria-label=${label || t("진행", "Progress")}></progress>`}
    <span class="left">${left >= 0 ? t(`약 ${remaining(left)} 남음`, `about ${remaining(left)} left`) : ""}</span>
  </div>`;
}
var remaining = (ms) => ms < 6e4 ? `${Math.max(1, Math.round(ms / 1e3))}${t("초", " s")}` : duration(ms);
function hiddenCode(box, code) {
  const d = document.createElement("details");
  d.className = "aside";
  const s = document.createElement("summary");
  s.textContent = t(`코드 ${code.lines}줄 (보고서에는 나오지 않습니다)`, `${code.lines} lines of code (not in the report)`);
  d.append(s, box);
  return d;
}
customElements.define("quire-cell", CellElement);

// outline.ts
var worst = ["failed", "running", "stale", "not-run", "queued"];
function entries(m) {
  const list = [];
  let at;
  for (const id of m.order) {
    const b = m.blocks.get(id);
    for (const h of b?.headings ?? []) if (h.level <= 3) list.push(at = { ...h });
    const c = b?.code && m.cells.get(id);
    if (!c || !at) continue;
    const state = c.stale ? "stale" : c.state;
    const rank = worst.indexOf(state);
    if (rank >= 0 && (!at.mark || rank < worst.indexOf(at.mark))) at.mark = worst[rank];
  }
  return list;
}
function outline(m, current, follow2) {
  const list = entries(m);
  const top = Math.min(...list.map((e) => e.level));
  return html5`<h2>${t("목차", "Contents")}</h2>
    <ol>
      ${list.map(
    (e) => html5`<li class=${`h${e.level - top}`} data-state=${e.mark ?? nothing4}>
          <a href=${`#${e.anchor}`} aria-current=${e.anchor === current ? "location" : nothing4} @click=${follow2}
            ><span>${e.text}</span>${e.mark ? html5`<span class="mark">${icon(stateIcon[e.mark])}<span class="vh">${e.mark === "stale" ? t("오래됨", "stale") : stateWord[e.mark]}</span></span>` : nothing4}</a
          >
        </li>`
  )}
    </ol>
    ${tally(m)}`;
}
function tally(m) {
  const n = m.counts();
  const all = [...n.values()].reduce((a, b) => a + b, 0);
  if (all === 0) return nothing4;
  const part = (key, word) => n.get(key) ? html5` <span data-state=${key}>${word} ${count(n.get(key))}</span>` : nothing4;
  return html5`<p class="tally">
    <span>${t(`셀 ${count(all)}개`, `${count(all)} cells`)}</span>${part("ok", t("완료", "done"))}${part("running", t("실행 중", "running"))}${part(
    "queued",
    t("대기", "queued")
  )}${part("stale", t("오래됨", "stale"))}${part("failed", t("오류", "failed"))}${part("not-run", t("실행 안 함", "not run"))}
  </p>`;
}

// reconcile.ts
function reconcile(parent, ids, key, make) {
  const old = new Map([...parent.children].map((e) => [key(e), e]));
  const keep = new Set(ids);
  for (const [id, e] of old) if (!keep.has(id)) e.remove();
  let at = parent.firstElementChild;
  for (const id of ids) {
    const e = old.get(id) ?? make(id);
    if (e === at) at = at.nextElementSibling;
    else if (e.isConnected && "moveBefore" in parent) parent.moveBefore(e, at);
    else parent.insertBefore(e, at);
  }
}
function holdScroll(children, change) {
  if (CSS.supports("overflow-anchor", "auto") || scrollY === 0) {
    change();
    return;
  }
  const anchor = [...children].find((e) => e.getBoundingClientRect().bottom > 80);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor?.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - before);
}

// app.ts
var mac = navigator.platform.startsWith("Mac");
var control = mac ? "⌘" : "Ctrl+";
var App = class extends HTMLElement {
  base = location.pathname;
  #model = new Model();
  #link = "connecting";
  #lostAt = 0;
  #asked = false;
  #current = "";
  #exporting = "";
  #notice = "";
  #top;
  #outline;
  #banner;
  #head;
  #headDrawn;
  #report;
  #say;
  connectedCallback() {
    const part = (tag, cls, into = this) => {
      const e = document.createElement(tag);
      e.className = cls;
      into.append(e);
      return e;
    };
    this.#top = part("header", "top");
    const columns = part("div", "cols");
    this.#outline = part("nav", "outline", columns);
    this.#outline.id = "outline";
    this.#outline.setAttribute("aria-label", t("목차", "Contents"));
    const main = part("main", "", columns);
    main.tabIndex = -1;
    main.id = "main";
    this.#banner = part("div", "banners", main);
    this.#head = part("div", "", main);
    this.#report = part("article", "report", main);
    new Hover(this.#report, this.base);
    this.#say = part("p", "vh");
    this.#say.setAttribute("role", "status");
    this.#say.setAttribute("aria-live", "polite");
    addEventListener("keydown", (e) => this.#key(e));
    addEventListener("scroll", () => this.#ask(), { passive: true });
    addEventListener("message", (e) => this.#resize(e));
    setInterval(() => this.#tick(), 100);
    follow(`${this.base}/events`, {
      snapshot: (s) => this.#snapshot(s),
      events: (list) => this.#events(list),
      link: (state) => this.#linked(state)
    });
    this.#ask();
  }
  // What arrives.
  #snapshot(s) {
    const first = !this.#model.loaded;
    this.#model.snapshot(s);
    this.#ask();
    if (first && location.hash) requestAnimationFrame(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView());
  }
  #events(list) {
    for (const e of list) this.#model.apply(e);
    this.#ask();
  }
  #linked(state) {
    if (state === "lost" && this.#link !== "lost" && this.#link !== "connecting") this.#lostAt = performance.now();
    if (state === "open") this.#lostAt = 0;
    this.#link = state;
    this.#ask();
  }
  /** resize gives a sandboxed frame the height that its document told. Only its window says which one it is. */
  #resize(e) {
    const height = e.data?.height;
    if (typeof height !== "number" || !(height > 0)) return;
    for (const f of this.#report.querySelectorAll("iframe"))
      if (f.contentWindow === e.source) f.style.height = `${Math.min(Math.ceil(height), 4e3)}px`;
  }
  // What is drawn: at most once a frame, whatever arrives.
  #ask() {
    if (this.#asked) return;
    this.#asked = true;
    const draw = () => {
      this.#asked = false;
      this.#draw();
    };
    if (document.hidden) setTimeout(draw, 250);
    else requestAnimationFrame(draw);
  }
  #draw() {
    const m = this.#model;
    render4(this.#bar(), this.#top);
    if (!m.loaded) return;
    this.#head.lang = this.#report.lang = m.lang;
    render4(this.#banners(), this.#banner);
    if (this.#headDrawn !== m.headMarkup) fill(this.#head, this.#headDrawn = m.headMarkup);
    holdScroll(this.#report.children, () => this.#blocks());
    this.#current = this.#section();
    render4(outline(m, this.#current, () => this.#outline.classList.remove("open")), this.#outline);
    if (m.ended) this.#announce(m.ended);
    m.ended = null;
    document.title = `${m.busy ? "● " : ""}${m.title}`;
  }
  #blocks() {
    const m = this.#model;
    reconcile(this.#report, m.order, (e) => e.dataset.id ?? "", (id) => this.#make(id));
    for (const e of this.#report.children) {
      const b = m.blocks.get(e.dataset.id);
      if (!b) continue;
      if (b.code) {
        const c = this.#cell(b.id);
        const cell = e;
        if (!b.dirty && !c.dirty && cell.cell === c) continue;
        b.dirty = c.dirty = false;
        cell.block = b;
        cell.cell = c;
        cell.update();
        if (c.dirty) setTimeout(() => this.#ask(), 250);
      } else if (b.dirty) {
        b.dirty = false;
        fill(e, b.markup);
        reachable(e);
      }
    }
  }
  #cell(id) {
    let c = this.#model.cells.get(id);
    if (!c) this.#model.cells.set(id, c = new CellModel(id));
    return c;
  }
  #make(id) {
    const b = this.#model.blocks.get(id);
    const e = document.createElement(b?.code ? "quire-cell" : "div");
    e.dataset.id = id;
    if (b) b.dirty = true;
    if (b?.code) {
      e.id = id;
      e.host = this;
    } else e.className = "prose";
    return e;
  }
  /** tick moves the clocks of running cells. */
  #tick() {
    if (document.hidden || !this.#model.busy) return;
    for (const [id, c] of this.#model.cells)
      if (c.state === "running") this.#report.querySelector(`quire-cell[data-id="${id}"]`)?.tick();
  }
  /** section is the anchor of the heading that the reader is below. */
  #section() {
    let at = "";
    for (const id of this.#model.order)
      for (const h of this.#model.blocks.get(id)?.headings ?? []) {
        const top = document.getElementById(h.anchor)?.getBoundingClientRect().top;
        if (h.level > 3 || top === void 0) continue;
        if (top > 130 && at) return at;
        if (top <= 130) at = h.anchor;
      }
    return at;
  }
  #bar() {
    const m = this.#model;
    const name = decodeURIComponent(this.base.split("/").pop()).split("/").pop();
    const action = m.busy ? html6`<button type="button" class="b primary" @click=${() => this.interrupt()} title=${`${control}.`}>${icon("stop")}<span>${t("중단", "Interrupt")}</span></button>` : html6`<button type="button" class="b primary" @click=${() => this.run()} title=${`${control}Enter`}>${icon("all")}<span>${t("모두 실행", "Run all")}</span></button>`;
    return html6`<button
        type="button"
        class="b icon narrow"
        aria-label=${t("목차", "Contents")}
        aria-controls="outline"
        @click=${() => this.#outline.classList.toggle("open")}
      >
        ${icon("menu")}
      </button>
      <p class="title"><strong>${m.title || name}</strong><span>${name}</span></p>
      ${this.#lamp()}
      <div class="acts" role="toolbar" aria-label=${t("노트", "Note")}>
        ${action}
        <button type="button" class="b wide" @click=${() => this.#restart()}>${icon("restart")}<span>${t("재시작", "Restart")}</span></button>
        <button type="button" class="b wide" ?disabled=${this.#exporting !== ""} @click=${() => this.#export("pdf")}>
          ${icon("save")}<span>PDF<span class="vh"> ${t("내보내기", "export")}</span></span>
        </button>
        <button type="button" class="b wide" ?disabled=${this.#exporting !== ""} @click=${() => this.#export("html")}>
          ${icon("save")}<span>HTML<span class="vh"> ${t("내보내기", "export")}</span></span>
        </button>
        <button type="button" class="b icon" aria-label=${t("더 보기", "More")} popovertarget="more">${icon("more")}</button>
      </div>
      ${this.#menu()}`;
  }
  #lamp() {
    const m = this.#model;
    const gone = this.#link === "lost" || this.#link === "connecting" && this.#lostAt > 0;
    const dead = m.kernel === "dead";
    let state = "ok";
    let text = t("준비됨", "Ready");
    if (gone) [state, text] = ["off", t("연결 끊김", "Disconnected")];
    else if (this.#link === "connecting") [state, text] = ["off", t("연결 중", "Connecting")];
    else if (dead) [state, text] = ["bad", t("실행기 멈춤", "Worker stopped")];
    else if (m.busy) {
      const running = m.order.find((id) => m.cells.get(id)?.state === "running");
      state = "busy";
      text = running ? `${cellName(m.number(running))} ${t("실행 중", "running")}` : t("시작하는 중", "Starting");
    }
    return html6`<p class="lamp" data-state=${state} title=${m.message}><i></i><span>${text}</span></p>`;
  }
  #menu() {
    const close = (then) => () => {
      document.getElementById("more")?.hidePopover();
      then();
    };
    const entry = (text, then, key = "", narrow = false) => html6`<button type="button" class=${narrow ? "narrow" : ""} @click=${close(then)}><span>${text}</span>${key ? html6`<kbd>${key}</kbd>` : nothing5}</button>`;
    const theme = document.documentElement.dataset.theme ?? "system";
    const themes = { system: t("시스템 설정", "System"), light: t("밝게", "Light"), dark: t("어둡게", "Dark") };
    return html6`<div id="more" class="menu" popover>
      ${entry(t("재시작", "Restart"), () => this.#restart(), "", true)}
      ${entry(t("PDF로 내보내기", "Export as PDF"), () => this.#export("pdf"), "", true)}
      ${entry(t("HTML로 내보내기", "Export as HTML"), () => this.#export("html"), "", true)}
      <fieldset>
        <legend>${t("화면 밝기", "Appearance")}</legend>
        ${Object.entries(themes).map(
      ([value, word]) => html6`<label><input type="radio" name="theme" .checked=${value === theme} @change=${() => this.#theme(value)} />${word}</label>`
    )}
      </fieldset>
      <dl>
        <dt>${t("모두 실행", "Run all")}</dt>
        <dd><kbd>${control}Enter</kbd></dd>
        <dt>${t("중단", "Interrupt")}</dt>
        <dd><kbd>${control}.</kbd></dd>
        <dt>${t("이전 · 다음 셀", "Previous · next cell")}</dt>
        <dd><kbd>K</kbd> <kbd>J</kbd></dd>
        <dt>${t("코드의 이름", "Names in code")}</dt>
        <dd><kbd>←</kbd> <kbd>→</kbd></dd>
        <dt>${t("이 목록", "This list")}</dt>
        <dd><kbd>?</kbd></dd>
      </dl>
      ${this.dataset.folder === void 0 ? nothing5 : html6`<a href="/">${t("노트 목록", "All notes")}</a>`}
    </div>`;
  }
  #banners() {
    const m = this.#model;
    const lost = this.#lostAt > 0 && performance.now() - this.#lostAt > 1500;
    if (this.#lostAt > 0 && !lost) setTimeout(() => this.#ask(), 1600);
    const untrusted = m.trust === "" && m.order.some((id) => m.blocks.get(id)?.code) ? html6`<div class="banner">
            <p>
              ${t(
      "이 컴퓨터에서 실행한 적이 없는 노트입니다. 코드를 읽어 보고 믿을 수 있을 때 실행하세요.",
      "This note has never run on this computer. Read its code, and run it if you trust it."
    )}
            </p>
            <button type="button" class="b primary" @click=${() => this.run()}>${t("믿고 실행", "Trust and run")}</button>
          </div>` : nothing5;
    return html6`${lost ? html6`<div class="banner warn"><p>${t("서버와 연결이 끊겼습니다. 다시 잇고 있습니다. 터미널에서 quire serve가 켜져 있는지 보세요.", "The connection to the server is lost; trying again. See whether quire serve still runs in the terminal.")}</p></div>` : nothing5}
    ${m.file ? html6`<div class="banner warn"><p>${t("파일을 읽을 수 없습니다", "The file cannot be read")}: <code>${m.file}</code></p></div>` : nothing5}
    ${m.kernel === "dead" ? html6`<div class="banner bad"><p>${t("실행기가 멈췄습니다", "The worker stopped")}: ${m.message}</p></div>` : nothing5}
    ${untrusted}
    ${this.#notice ? html6`<div class="banner"><p>${this.#notice}</p><button type="button" class="b icon" aria-label=${t("닫기", "Close")} @click=${() => this.#tell("")}>${icon("cross")}</button></div>` : nothing5}
    ${m.problems.length > 0 ? html6`<ul class="problems" aria-label=${t("노트의 문제", "Problems in the note")}>
          ${m.problems.map((p) => html6`<li data-severity=${p.severity}><b>${lineOf(p.line)}</b> ${p.message} ${(korean ? p.hintKo || p.hintEn : p.hintEn || p.hintKo) ?? ""}</li>`)}
        </ul>` : nothing5}`;
  }
  /** announce tells the end of a run to those who cannot see it. */
  #announce(e) {
    const m = this.#model;
    const bad = m.order.find((id) => m.cells.get(id)?.state === "failed");
    const n = m.counts();
    const text = e.state === "failed" && bad ? t(`${cellName(m.number(bad))}에서 오류로 멈췄습니다.`, `Stopped by an error in ${cellName(m.number(bad))}.`) : e.state === "stopped" ? t("실행을 중단했습니다.", "The run was interrupted.") : t(`실행이 끝났습니다. 셀 ${count(n.get("ok") ?? 0)}개, ${duration(e.ms)}.`, `The run is done: ${count(n.get("ok") ?? 0)} cells in ${duration(e.ms)}.`);
    this.#say.textContent = text;
  }
  // What the reader does.
  run() {
    void this.#post("run", { cells: "all" });
  }
  interrupt() {
    void this.#post("interrupt", {});
  }
  codeOf(id) {
    return this.#report.querySelector(`quire-cell[data-id="${id}"]`)?.text() ?? "";
  }
  #restart() {
    void this.#post("restart", {});
  }
  async #post(command, body) {
    try {
      await post(`${this.base}/${command}`, body);
      this.#tell("");
    } catch (e) {
      this.#tell(t(`서버가 거절했습니다: ${e.message}`, `The server refused: ${e.message}`));
    }
  }
  async #export(format) {
    if (this.#exporting) return;
    this.#exporting = format;
    this.#tell(
      this.#model.busy ? t("실행이 끝나면 내보냅니다.", "The export follows when the run has ended.") : t(`${format.toUpperCase()}를 만드는 중입니다.`, `Making the ${format.toUpperCase()}.`)
    );
    try {
      const answer = await post(`${this.base}/export`, { format });
      const name = decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? `note.${format}`);
      save(await answer.blob(), name);
      this.#tell(t(`${name}을(를) 내려받았습니다.`, `${name} was downloaded.`));
    } catch (e) {
      this.#tell(t(`내보내지 못했습니다: ${e.message}`, `The export did not work: ${e.message}`));
    } finally {
      this.#exporting = "";
      this.#ask();
    }
  }
  #tell(text) {
    this.#notice = text;
    if (text) this.#say.textContent = text;
    this.#ask();
  }
  #theme(value) {
    if (value === "system") {
      localStorage.removeItem("theme");
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem("theme", value);
      document.documentElement.dataset.theme = value;
    }
  }
  #key(e) {
    if (e.isComposing || e.defaultPrevented) return;
    const command = mac ? e.metaKey : e.ctrlKey;
    if (command && e.key === "Enter") this.run();
    else if (command && e.key === ".") this.interrupt();
    else if (command || e.altKey || e.target.closest("input:not([type=radio]), textarea, select, [contenteditable]")) return;
    else if (e.key === "?") document.getElementById("more")?.togglePopover();
    else if (e.code === "KeyJ") this.#step(1);
    else if (e.code === "KeyK") this.#step(-1);
    else if (e.key === "Escape") this.#outline.classList.remove("open");
    else return;
    e.preventDefault();
  }
  /** step moves to the next cell above or below the middle of the window. */
  #step(by) {
    const cells = [...this.#report.querySelectorAll("quire-cell")];
    const focused = cells.findIndex((c) => c.contains(document.activeElement));
    const below = cells.findIndex((c) => c.getBoundingClientRect().top > 90);
    const next = focused >= 0 ? focused + by : by > 0 ? below < 0 ? cells.length - 1 : below : (below < 0 ? cells.length : below) - 1;
    const cell = cells[Math.max(0, Math.min(next, cells.length - 1))];
    cell?.querySelector("pre")?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "start" });
  }
};
function save(data, name) {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(data);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 6e4);
}
customElements.define("quire-app", App);
