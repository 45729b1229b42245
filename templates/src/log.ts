// The text that a cell prints: a bounded list of lines, and its view.
import { html, nothing, render } from "./lib/lit.js";
import { icon } from "./icons";
import { count, t } from "./words";

const kept = 5000; // lines
const shown = 20; // lines, unless the reader opens the rest
const longest = 10_000; // characters of a line that are shown
const slow = 250; // ms between two drawings of an opened log that still grows

export class Lines {
  lines: string[] = [""]; // the last one is not finished
  dropped = 0;
  version = 0;

  constructor(text = "", dropped = 0) {
    this.append(text);
    this.dropped = dropped;
  }

  append(text: string): void {
    const parts = text.split("\n");
    this.lines[this.lines.length - 1] += parts[0];
    for (let i = 1; i < parts.length; i++) this.lines.push(parts[i]!);
    if (this.lines.length > 2 * kept) {
      this.dropped += this.lines.length - kept;
      this.lines = this.lines.slice(-kept);
    }
    this.version++;
  }

  /** finished are the lines to show: an empty last line is only the end of the one before. */
  finished(): string[] {
    const all = this.lines.at(-1) === "" ? this.lines.slice(0, -1) : this.lines;
    return all;
  }

  total(): number {
    return this.dropped + this.lines.length - (this.lines.at(-1) === "" ? 1 : 0);
  }
}

/** visible is a line as a terminal would leave it: what follows the last carriage return covers what stood before. */
function visible(line: string): string {
  const end = line.endsWith("\r") ? line.slice(0, -1) : line;
  return end.slice(end.lastIndexOf("\r") + 1, longest);
}

class LogElement extends HTMLElement {
  lines = new Lines();
  full = ""; // address of the whole log
  stream = "stdout";
  #open = false;
  #of: Lines | null = null; // what is drawn
  #drawn = -1; // its version then
  #at = 0;
  #text = document.createTextNode("");

  /** update draws what is new. It returns false when it put that off. */
  update(): boolean {
    const same = this.lines === this.#of;
    if (same && this.lines.version === this.#drawn) return true;
    if (same && this.#open && performance.now() - this.#at < slow) return false;
    this.#draw();
    return true;
  }

  #draw(): void {
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
    render(
      html`${more || hidden > 0
          ? html`<p class="more">
              ${more
                ? html`<button type="button" aria-expanded=${this.#open} @click=${() => this.#toggle()}>
                    ${icon("chevron")}<span
                      >${this.#open
                        ? t("접기", "Show fewer lines")
                        : this.lines.dropped > 0
                          ? t(`마지막 ${count(all.length)}줄 펼치기`, `Show the last ${count(all.length)} lines`)
                          : t(`앞의 ${count(hidden)}줄 펼치기`, `Show ${count(hidden)} earlier lines`)}</span
                    >
                  </button>`
                : nothing}
              <a href=${this.full} target="_blank">${t(`전체 ${count(total)}줄`, `All ${count(total)} lines`)}</a>
            </p>`
          : nothing}
        <pre tabindex="0" role="group" aria-label=${this.stream === "stderr" ? t("표준 오류", "Standard error") : t("출력", "Output")}>
${this.#text}</pre
        >`,
      this,
    );
    this.#text.data = visibleLines.map(visible).join("\n");
  }

  #toggle(): void {
    this.#open = !this.#open;
    this.#draw();
  }
}

customElements.define("quire-log", LogElement);
export type { LogElement };
