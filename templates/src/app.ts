// The page of one note.
import { html, nothing, render, type TemplateResult } from "./lib/lit.js";
import type { CellElement, CellHost } from "./cell";
import { Hover } from "./hover";
import { icon } from "./icons";
import { follow, post, type LinkState } from "./link";
import { CellModel, Model, type Ended } from "./model";
import { outline } from "./outline";
import type { Event, Snapshot } from "./protocol";
import { holdScroll, reconcile } from "./reconcile";
import { fill, reachable, type Markup } from "./trusted";
import { cellName, count, duration, korean, lineOf, t } from "./words";

const mac = navigator.platform.startsWith("Mac");
const control = mac ? "⌘" : "Ctrl+";

class App extends HTMLElement implements CellHost {
  readonly base = location.pathname;
  #model = new Model();
  #link: LinkState = "connecting";
  #lostAt = 0;
  #asked = false;
  #current = "";
  #exporting = "";
  #notice = "";
  #top!: HTMLElement;
  #outline!: HTMLElement;
  #banner!: HTMLElement;
  #head!: HTMLElement;
  #headDrawn: Markup | undefined;
  #report!: HTMLElement;
  #say!: HTMLElement;

  connectedCallback(): void {
    const part = (tag: string, cls: string, into: HTMLElement = this) => {
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

    addEventListener("keydown", e => this.#key(e));
    addEventListener("scroll", () => this.#ask(), { passive: true });
    addEventListener("message", e => this.#resize(e));
    setInterval(() => this.#tick(), 100);
    follow(`${this.base}/events`, {
      snapshot: s => this.#snapshot(s),
      events: list => this.#events(list),
      link: state => this.#linked(state),
    });
    this.#ask();
  }

  // What arrives.

  #snapshot(s: Snapshot): void {
    const first = !this.#model.loaded;
    this.#model.snapshot(s);
    this.#ask();
    if (first && location.hash) requestAnimationFrame(() => document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView());
  }

  #events(list: Event[]): void {
    for (const e of list) this.#model.apply(e);
    this.#ask();
  }

  #linked(state: LinkState): void {
    if (state === "lost" && this.#link !== "lost" && this.#link !== "connecting") this.#lostAt = performance.now();
    if (state === "open") this.#lostAt = 0;
    this.#link = state;
    this.#ask();
  }

  /** resize gives a sandboxed frame the height that its document told. Only its window says which one it is. */
  #resize(e: MessageEvent): void {
    const height = (e.data as { height?: unknown } | null)?.height;
    if (typeof height !== "number" || !(height > 0)) return;
    for (const f of this.#report.querySelectorAll("iframe"))
      if (f.contentWindow === e.source) f.style.height = `${Math.min(Math.ceil(height), 4000)}px`;
  }

  // What is drawn: at most once a frame, whatever arrives.

  #ask(): void {
    if (this.#asked) return;
    this.#asked = true;
    const draw = () => {
      this.#asked = false;
      this.#draw();
    };
    if (document.hidden) setTimeout(draw, 250);
    else requestAnimationFrame(draw);
  }

  #draw(): void {
    const m = this.#model;
    render(this.#bar(), this.#top);
    if (!m.loaded) return;
    this.#head.lang = this.#report.lang = m.lang;
    render(this.#banners(), this.#banner);
    if (this.#headDrawn !== m.headMarkup) fill(this.#head, (this.#headDrawn = m.headMarkup));
    holdScroll(this.#report.children, () => this.#blocks());
    this.#current = this.#section();
    render(outline(m, this.#current, () => this.#outline.classList.remove("open")), this.#outline);
    if (m.ended) this.#announce(m.ended);
    m.ended = null;
    document.title = `${m.busy ? "● " : ""}${m.title}`;
  }

  #blocks(): void {
    const m = this.#model;
    reconcile(this.#report, m.order, e => (e as HTMLElement).dataset.id ?? "", id => this.#make(id));
    for (const e of this.#report.children as Iterable<HTMLElement> & HTMLCollection) {
      const b = m.blocks.get(e.dataset.id!)!;
      if (!b) continue;
      if (b.code) {
        const c = this.#cell(b.id);
        const cell = e as CellElement;
        if (!b.dirty && !c.dirty && cell.cell === c) continue;
        b.dirty = c.dirty = false;
        cell.block = b;
        cell.cell = c;
        cell.update();
        if (c.dirty) setTimeout(() => this.#ask(), 250); // a long log was put off
      } else if (b.dirty) {
        b.dirty = false;
        fill(e, b.markup!);
        reachable(e);
      }
    }
  }

  #cell(id: string): CellModel {
    let c = this.#model.cells.get(id);
    if (!c) this.#model.cells.set(id, (c = new CellModel(id)));
    return c;
  }

  #make(id: string): HTMLElement {
    const b = this.#model.blocks.get(id);
    const e = document.createElement(b?.code ? "quire-cell" : "div");
    e.dataset.id = id;
    if (b) b.dirty = true;
    if (b?.code) {
      e.id = id;
      (e as CellElement).host = this;
    } else e.className = "prose";
    return e;
  }

  /** tick moves the clocks of running cells. */
  #tick(): void {
    if (document.hidden || !this.#model.busy) return;
    for (const [id, c] of this.#model.cells)
      if (c.state === "running") this.#report.querySelector<CellElement>(`quire-cell[data-id="${id}"]`)?.tick();
  }

  /** section is the anchor of the heading that the reader is below. */
  #section(): string {
    let at = "";
    for (const id of this.#model.order)
      for (const h of this.#model.blocks.get(id)?.headings ?? []) {
        const top = document.getElementById(h.anchor)?.getBoundingClientRect().top;
        if (h.level > 3 || top === undefined) continue;
        if (top > 130 && at) return at;
        if (top <= 130) at = h.anchor;
      }
    return at;
  }

  #bar(): TemplateResult {
    const m = this.#model;
    const name = decodeURIComponent(this.base.split("/").pop()!).split("/").pop()!;
    const action = m.busy
      ? html`<button type="button" class="b primary" @click=${() => this.interrupt()} title=${`${control}.`}>${icon("stop")}<span>${t("중단", "Interrupt")}</span></button>`
      : html`<button type="button" class="b primary" @click=${() => this.run()} title=${`${control}Enter`}>${icon("all")}<span>${t("모두 실행", "Run all")}</span></button>`;
    return html`<button
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

  #lamp(): TemplateResult {
    const m = this.#model;
    const gone = this.#link === "lost" || (this.#link === "connecting" && this.#lostAt > 0);
    const dead = m.kernel === "dead";
    let state = "ok";
    let text = t("준비됨", "Ready");
    if (gone) [state, text] = ["off", t("연결 끊김", "Disconnected")];
    else if (this.#link === "connecting") [state, text] = ["off", t("연결 중", "Connecting")];
    else if (dead) [state, text] = ["bad", t("실행기 멈춤", "Worker stopped")];
    else if (m.busy) {
      const running = m.order.find(id => m.cells.get(id)?.state === "running");
      state = "busy";
      text = running ? `${cellName(m.number(running))} ${t("실행 중", "running")}` : t("시작하는 중", "Starting");
    }
    return html`<p class="lamp" data-state=${state} title=${m.message}><i></i><span>${text}</span></p>`;
  }

  #menu(): TemplateResult {
    const close = (then: () => void) => () => {
      document.getElementById("more")?.hidePopover();
      then();
    };
    const entry = (text: string, then: () => void, key = "", narrow = false) =>
      html`<button type="button" class=${narrow ? "narrow" : ""} @click=${close(then)}><span>${text}</span>${key ? html`<kbd>${key}</kbd>` : nothing}</button>`;
    const theme = document.documentElement.dataset.theme ?? "system";
    const themes = { system: t("시스템 설정", "System"), light: t("밝게", "Light"), dark: t("어둡게", "Dark") };
    return html`<div id="more" class="menu" popover>
      ${entry(t("재시작", "Restart"), () => this.#restart(), "", true)}
      ${entry(t("PDF로 내보내기", "Export as PDF"), () => this.#export("pdf"), "", true)}
      ${entry(t("HTML로 내보내기", "Export as HTML"), () => this.#export("html"), "", true)}
      <fieldset>
        <legend>${t("화면 밝기", "Appearance")}</legend>
        ${Object.entries(themes).map(
          ([value, word]) => html`<label><input type="radio" name="theme" .checked=${value === theme} @change=${() => this.#theme(value)} />${word}</label>`,
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
      ${this.dataset.folder === undefined ? nothing : html`<a href="/">${t("노트 목록", "All notes")}</a>`}
    </div>`;
  }

  #banners(): TemplateResult {
    const m = this.#model;
    const lost = this.#lostAt > 0 && performance.now() - this.#lostAt > 1500;
    if (this.#lostAt > 0 && !lost) setTimeout(() => this.#ask(), 1600);
    const untrusted =
      m.trust === "" && m.order.some(id => m.blocks.get(id)?.code)
        ? html`<div class="banner">
            <p>
              ${t(
                "이 컴퓨터에서 실행한 적이 없는 노트입니다. 코드를 읽어 보고 믿을 수 있을 때 실행하세요.",
                "This note has never run on this computer. Read its code, and run it if you trust it.",
              )}
            </p>
            <button type="button" class="b primary" @click=${() => this.run()}>${t("믿고 실행", "Trust and run")}</button>
          </div>`
        : nothing;
    return html`${lost
      ? html`<div class="banner warn"><p>${t("서버와 연결이 끊겼습니다. 다시 잇고 있습니다. 터미널에서 quire serve가 켜져 있는지 보세요.", "The connection to the server is lost; trying again. See whether quire serve still runs in the terminal.")}</p></div>`
      : nothing}
    ${m.file ? html`<div class="banner warn"><p>${t("파일을 읽을 수 없습니다", "The file cannot be read")}: <code>${m.file}</code></p></div>` : nothing}
    ${m.kernel === "dead" ? html`<div class="banner bad"><p>${t("실행기가 멈췄습니다", "The worker stopped")}: ${m.message}</p></div>` : nothing}
    ${untrusted}
    ${this.#notice
      ? html`<div class="banner"><p>${this.#notice}</p><button type="button" class="b icon" aria-label=${t("닫기", "Close")} @click=${() => this.#tell("")}>${icon("cross")}</button></div>`
      : nothing}
    ${m.problems.length > 0
      ? html`<ul class="problems" aria-label=${t("노트의 문제", "Problems in the note")}>
          ${m.problems.map(p => html`<li data-severity=${p.severity}><b>${lineOf(p.line)}</b> ${p.message} ${(korean ? p.hintKo || p.hintEn : p.hintEn || p.hintKo) ?? ""}</li>`)}
        </ul>`
      : nothing}`;
  }

  /** announce tells the end of a run to those who cannot see it. */
  #announce(e: Ended): void {
    const m = this.#model;
    const bad = m.order.find(id => m.cells.get(id)?.state === "failed");
    const n = m.counts();
    const text =
      e.state === "failed" && bad
        ? t(`${cellName(m.number(bad))}에서 오류로 멈췄습니다.`, `Stopped by an error in ${cellName(m.number(bad))}.`)
        : e.state === "stopped"
          ? t("실행을 중단했습니다.", "The run was interrupted.")
          : t(`실행이 끝났습니다. 셀 ${count(n.get("ok") ?? 0)}개, ${duration(e.ms)}.`, `The run is done: ${count(n.get("ok") ?? 0)} cells in ${duration(e.ms)}.`);
    this.#say.textContent = text;
  }

  // What the reader does.

  run(): void {
    void this.#post("run", { cells: "all" });
  }

  interrupt(): void {
    void this.#post("interrupt", {});
  }

  codeOf(id: string): string {
    return this.#report.querySelector<CellElement>(`quire-cell[data-id="${id}"]`)?.text() ?? "";
  }

  #restart(): void {
    void this.#post("restart", {});
  }

  async #post(command: string, body: object): Promise<void> {
    try {
      await post(`${this.base}/${command}`, body);
      this.#tell("");
    } catch (e) {
      this.#tell(t(`서버가 거절했습니다: ${(e as Error).message}`, `The server refused: ${(e as Error).message}`));
    }
  }

  async #export(format: "pdf" | "html"): Promise<void> {
    if (this.#exporting) return;
    this.#exporting = format;
    this.#tell(
      this.#model.busy
        ? t("실행이 끝나면 내보냅니다.", "The export follows when the run has ended.")
        : t(`${format.toUpperCase()}를 만드는 중입니다.`, `Making the ${format.toUpperCase()}.`),
    );
    try {
      const answer = await post(`${this.base}/export`, { format });
      const name = decodeURIComponent(/filename\*=UTF-8''(.+)$/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1] ?? `note.${format}`);
      save(await answer.blob(), name);
      this.#tell(t(`${name}을(를) 내려받았습니다.`, `${name} was downloaded.`));
    } catch (e) {
      this.#tell(t(`내보내지 못했습니다: ${(e as Error).message}`, `The export did not work: ${(e as Error).message}`));
    } finally {
      this.#exporting = "";
      this.#ask();
    }
  }

  #tell(text: string): void {
    this.#notice = text;
    if (text) this.#say.textContent = text;
    this.#ask();
  }

  #theme(value: string): void {
    if (value === "system") {
      localStorage.removeItem("theme");
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem("theme", value);
      document.documentElement.dataset.theme = value;
    }
  }

  #key(e: KeyboardEvent): void {
    if (e.isComposing || e.defaultPrevented) return;
    const command = mac ? e.metaKey : e.ctrlKey;
    if (command && e.key === "Enter") this.run();
    else if (command && e.key === ".") this.interrupt();
    else if (command || e.altKey || (e.target as Element).closest("input:not([type=radio]), textarea, select, [contenteditable]")) return;
    else if (e.key === "?") document.getElementById("more")?.togglePopover();
    else if (e.code === "KeyJ") this.#step(1);
    else if (e.code === "KeyK") this.#step(-1);
    else if (e.key === "Escape") this.#outline.classList.remove("open");
    else return;
    e.preventDefault();
  }

  /** step moves to the next cell above or below the middle of the window. */
  #step(by: 1 | -1): void {
    const cells = [...this.#report.querySelectorAll<HTMLElement>("quire-cell")];
    const focused = cells.findIndex(c => c.contains(document.activeElement));
    const below = cells.findIndex(c => c.getBoundingClientRect().top > 90);
    const next = focused >= 0 ? focused + by : by > 0 ? (below < 0 ? cells.length - 1 : below) : (below < 0 ? cells.length : below) - 1;
    const cell = cells[Math.max(0, Math.min(next, cells.length - 1))];
    cell?.querySelector("pre")?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: "start" });
  }
}

/** save hands a file to the browser's downloads. */
function save(data: Blob, name: string): void {
  const a = document.createElement("a");
  a.href = URL.createObjectURL(data);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 60_000);
}

customElements.define("quire-app", App);
