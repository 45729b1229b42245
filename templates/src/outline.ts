// The list of headings, each with the worst state of the cells below it, and a count of all cells.
import { html, nothing, type TemplateResult } from "./lib/lit.js";
import { stateIcon } from "./cell";
import { icon } from "./icons";
import type { Model } from "./model";
import type { Heading } from "./protocol";
import { count, stateWord, t } from "./words";

const worst = ["failed", "running", "stale", "not-run", "queued"] as const;
type Mark = (typeof worst)[number];

interface Entry extends Heading {
  mark?: Mark;
}

/** entries are the headings down to the third level. A section has the marks of its own cells only. */
function entries(m: Model): Entry[] {
  const list: Entry[] = [];
  let at: Entry | undefined;
  for (const id of m.order) {
    const b = m.blocks.get(id);
    for (const h of b?.headings ?? []) if (h.level <= 3) list.push((at = { ...h }));
    const c = b?.code && m.cells.get(id);
    if (!c || !at) continue;
    const state = c.stale ? "stale" : c.state;
    const rank = worst.indexOf(state as Mark);
    if (rank >= 0 && (!at.mark || rank < worst.indexOf(at.mark))) at.mark = worst[rank]!;
  }
  return list;
}

export function outline(m: Model, current: string, follow: () => void): TemplateResult {
  const list = entries(m);
  const top = Math.min(...list.map(e => e.level));
  return html`<h2>${t("목차", "Contents")}</h2>
    <ol>
      ${list.map(
        e => html`<li class=${`h${e.level - top}`} data-state=${e.mark ?? nothing}>
          <a href=${`#${e.anchor}`} aria-current=${e.anchor === current ? "location" : nothing} @click=${follow}
            ><span>${e.text}</span>${e.mark
              ? html`<span class="mark">${icon(stateIcon[e.mark]!)}<span class="vh">${e.mark === "stale" ? t("오래됨", "stale") : stateWord[e.mark]}</span></span>`
              : nothing}</a
          >
        </li>`,
      )}
    </ol>
    ${tally(m)}`;
}

function tally(m: Model): TemplateResult | typeof nothing {
  const n = m.counts();
  const all = [...n.values()].reduce((a, b) => a + b, 0);
  if (all === 0) return nothing;
  const part = (key: "ok" | "running" | "queued" | "stale" | "failed" | "not-run", word: string) =>
    n.get(key) ? html` <span data-state=${key}>${word} ${count(n.get(key)!)}</span>` : nothing;
  return html`<p class="tally">
    <span>${t(`셀 ${count(all)}개`, `${count(all)} cells`)}</span>${part("ok", t("완료", "done"))}${part("running", t("실행 중", "running"))}${part(
      "queued",
      t("대기", "queued"),
    )}${part("stale", t("오래됨", "stale"))}${part("failed", t("오류", "failed"))}${part("not-run", t("실행 안 함", "not run"))}
  </p>`;
}
