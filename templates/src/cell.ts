// A cell: its code, one quiet status line, and its outputs on the page itself.
import { html, nothing, render, type TemplateResult } from "./lib/lit.js";
import { icon, type IconName } from "./icons";
import type { LogElement } from "./log";
import type { BlockModel, CellModel, ItemModel } from "./model";
import type { CellError, Code, Frame } from "./protocol";
import { fill, reachable, type Markup } from "./trusted";
import { cellName, count, duration, korean, lineOf, stateWord, t, ticking } from "./words";

/** CellHost is what a cell asks of the page. */
export interface CellHost {
  readonly base: string; // the note's address
  run(): void;
  interrupt(): void;
  codeOf(id: string): string; // the source of another cell, as text
}

const stateIcon: Record<string, IconName> = {
  idle: "ring",
  queued: "ring",
  running: "dot",
  ok: "check",
  failed: "cross",
  "not-run": "dash",
  skipped: "dash",
  stale: "stale",
};

class CellElement extends HTMLElement {
  host!: CellHost;
  block!: BlockModel;
  cell!: CellModel;
  #code: Markup | undefined;
  #codeBox!: HTMLElement;
  #out!: HTMLElement;
  #status!: HTMLElement;
  #rail!: HTMLElement;
  #held = false;

  connectedCallback(): void {
    if (this.#out) return;
    this.className = "cell";
    this.setAttribute("role", "region");
    const part = (name: string, tag = "div") => {
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
  text(): string {
    return this.#codeBox.textContent ?? "";
  }

  update(): void {
    const { code } = this.block;
    if (!code) return;
    const c = this.cell;
    const state = c.stale && c.state !== "queued" ? "stale" : c.state;
    this.dataset.state = state === "failed" && interrupted(c) ? "interrupted" : state;
    this.setAttribute("aria-label", `${t("코드 셀", "Code cell")} ${code.number}, ${this.#word()}`);
    render(html`<span class="n" title=${code.label ?? ""}>${code.number}</span>`, this.#rail);
    this.#drawCode(code);
    render(this.#statusLine(code), this.#status);
    this.#hold();
    render(this.#items(code), this.#out);
    this.#fillItems();
  }

  /** tick draws what changes by itself while the cell runs. */
  tick(): void {
    render(this.#statusLine(this.block.code!), this.#status);
    this.#fillItems();
  }

  #word(): string {
    if (this.cell.stale) return t("오래됨", "stale");
    return this.cell.state === "failed" && interrupted(this.cell) ? t("중단함", "interrupted") : stateWord[this.cell.state];
  }

  #drawCode(code: Code): void {
    if (this.#code !== this.block.codeMarkup) {
      this.#code = this.block.codeMarkup;
      const box = document.createElement("div");
      box.className = "source";
      fill(box, this.#code!);
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
  #badLine(): number {
    if ((this.cell.state !== "failed" && !this.cell.stale) || interrupted(this.cell)) return 0;
    const frames = this.cell.items.find(i => i?.item.error)?.item.error?.frames ?? [];
    return frames.find(f => f.cell === this.block.id)?.line ?? 0;
  }

  #markLine(n: number): void {
    let mark = this.#codeBox.querySelector<HTMLElement>(".bad-line");
    const pre = this.#codeBox.querySelector("pre");
    if (n < 1 || !pre) {
      mark?.remove();
      return;
    }
    if (!mark) {
      mark = document.createElement("div");
      mark.className = "bad-line";
      mark.setAttribute("aria-hidden", "true");
      pre.parentElement!.prepend(mark);
    }
    mark.style.setProperty("--line", String(n - 1));
  }

  #statusLine(code: Code): TemplateResult | typeof nothing {
    const c = this.cell;
    const again = html`<button type="button" class="link" @click=${() => this.host.run()}>${t("다시 실행", "Run again")}</button>`;
    const show = (name: IconName, text: string, action: unknown = nothing) =>
      html`${icon(name)}<span>${text}</span>${action}`;
    if (c.stale && c.state !== "queued") {
      const why =
        c.because && c.because !== code.number
          ? t(`셀 ${c.because}${particle(c.because)} 바뀌어 오래된 결과입니다`, `Stale: cell ${c.because} has changed`)
          : c.because
            ? t("코드가 바뀌어 오래된 결과입니다", "Stale: the code has changed")
            : t("노트의 설정이 바뀌어 오래된 결과입니다", "Stale: the note's settings have changed");
      return show("stale", why, again);
    }
    switch (c.state) {
      case "running":
        return show(
          "dot",
          `${t("실행 중", "Running")} · ${ticking(c.elapsed())}`,
          html`<button type="button" class="link" @click=${() => this.host.interrupt()}>${t("중단", "Interrupt")}</button>`,
        );
      case "failed":
        return interrupted(c)
          ? show("dash", t(`${duration(c.ms)} 만에 중단했습니다`, `Interrupted after ${duration(c.ms)}`), again)
          : show("cross", t(`${duration(c.ms)} 만에 멈춤`, `Stopped after ${duration(c.ms)}`));
      case "not-run":
        return show("dash", t("앞의 셀이 끝나지 않아 실행하지 않았습니다", "Not run: a cell above did not finish"));
      case "skipped":
        return show("dash", t("실행하지 않는 셀입니다 (eval: false)", "Never run (eval: false)"));
      case "ok":
        return show("check", duration(c.ms));
      default:
        return show(stateIcon[c.state]!, stateWord[c.state]);
    }
  }

  /** hold keeps the height of the outputs while the cell runs, so that the page below does not jump up and down. */
  #hold(): void {
    const running = this.cell.state === "running" || this.cell.state === "queued";
    if (running && !this.#held) this.#out.style.minHeight = `${this.#out.offsetHeight}px`;
    if (!running && this.#held) this.#out.style.minHeight = "";
    this.#held = running;
  }

  #items(code: Code): TemplateResult | typeof nothing {
    const items = this.cell.items.filter(Boolean);
    const parts = items.map(i => this.#item(i));
    if (code.output || items.every(i => i.item.kind === "error")) return html`${parts}`;
    return html`<details class="aside">
      <summary>${t("출력 (보고서에는 나오지 않습니다)", "Output (not in the report)")}</summary>
      ${parts}
    </details>`;
  }

  #item(i: ItemModel): TemplateResult | typeof nothing {
    const { item } = i;
    switch (item.kind) {
      case "text":
        return html`<quire-log data-n=${item.n}></quire-log>`;
      case "progress":
        return item.gone ? nothing : progress(i);
      case "error":
        return item.error!.stage === "interrupt" ? nothing : this.#error(item.error!); // the status line says it
      case "html":
        return html`<iframe sandbox="allow-scripts" src=${item.src!} title=${item.alt ?? t("출력", "Output")} loading="lazy"></iframe>`;
      default:
        return html`<div class="shown" data-n=${item.n}></div>`;
    }
  }

  /** fillItems gives the elements that lit-html made what it does not look into. */
  #fillItems(): void {
    for (const e of this.#out.querySelectorAll<HTMLElement>("[data-n]")) {
      const i = this.cell.items[Number(e.dataset.n)];
      if (i?.lines) {
        const log = e as LogElement;
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

  #error(e: CellError): TemplateResult {
    const [at, ...path] = e.frames ?? [];
    const hint = korean ? e.hintKo || e.hintEn : e.hintEn || e.hintKo;
    return html`<div class="error" role="group" aria-label=${t("실행 오류", "Error")}>
      <p class="what">${e.message}</p>
      ${at ? html`<p class="where">${place(at)}${at.func ? html` <span>${at.func}</span>` : nothing}</p>` : nothing}
      ${at?.cell && at.cell !== this.block.id ? this.#excerpt(at) : nothing}
      ${hint ? html`<p class="hint">${hint}</p>` : nothing}
      ${path.length > 0
        ? html`<details>
            <summary>${t(`호출 경로 ${count(path.length + 1)}개`, `Path of ${count(path.length + 1)} calls`)}</summary>
            <ol>
              ${[at!, ...path].map(f => html`<li>${place(f)} <span>${f.func || t("본문", "cell")}</span></li>`)}
            </ol>
          </details>`
        : nothing}
    </div>`;
  }

  /** excerpt is the failing line of another cell, with its neighbours. */
  #excerpt(f: Frame): TemplateResult | typeof nothing {
    const lines = this.host.codeOf(f.cell!).split("\n");
    const line = f.line ?? 0;
    if (line < 1 || line > lines.length) return nothing;
    const from = Math.max(1, line - 1);
    return html`<pre class="excerpt" tabindex="0" role="group" aria-label=${t("오류가 난 줄", "The failing line")}>${lines
      .slice(from - 1, line + 1)
      .map((l, i) => html`<span class=${from + i === line ? "bad" : ""}>${`${from + i}`.padStart(3)}  ${l}\n</span>`)}</pre>`;
  }
}

/** interrupted tells a cell that somebody stopped from one that failed by itself. */
export const interrupted = (c: CellModel): boolean => c.items.some(i => i?.item.error?.stage === "interrupt");

const filled = new WeakMap<Element, Markup>();

/** particle is 이 or 가, by how the last digit of a number is read. */
const particle = (n: number): string => ("013678".includes(`${n % 10}`) ? "이" : "가");

function place(f: Frame): TemplateResult {
  if (!f.cell) return html`${lineOf(f.noteLine)}`;
  return html`<a href=${`#${f.cell}`}>${cellName(f.number ?? 0)}, ${lineOf(f.line ?? 0)}</a>`;
}

/** progress is a bar with what remains, reckoned from how fast it has gone so far. */
function progress(i: ItemModel): TemplateResult {
  const { label = "", done = 0, total = 0 } = i.item;
  const passed = performance.now() - i.since;
  const gone = done - i.first;
  const left = total > 0 && gone > 0 && passed > 1000 ? ((total - done) / gone) * passed : -1;
  const value = total > 0 ? `${count(done)} / ${count(total)}` : count(done);
  return html`<div class="prog">
    <span class="label">${label} ${value}</span>
    ${total > 0
      ? html`<progress aria-label=${label || t("진행", "Progress")} max=${total} value=${done}></progress>`
      : html`<progress aria-label=${label || t("진행", "Progress")}></progress>`}
    <span class="left">${left >= 0 ? t(`약 ${remaining(left)} 남음`, `about ${remaining(left)} left`) : ""}</span>
  </div>`;
}

const remaining = (ms: number): string =>
  ms < 60_000 ? `${Math.max(1, Math.round(ms / 1000))}${t("초", " s")}` : duration(ms);

function hiddenCode(box: HTMLElement, code: Code): HTMLElement {
  const d = document.createElement("details");
  d.className = "aside";
  const s = document.createElement("summary");
  s.textContent = t(`코드 ${code.lines}줄 (보고서에는 나오지 않습니다)`, `${code.lines} lines of code (not in the report)`);
  d.append(s, box);
  return d;
}

customElements.define("quire-cell", CellElement);
export type { CellElement };
export { stateIcon };
