// HTML that the server rendered. This is the only place where text becomes elements.

interface Policy {
  createHTML(s: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML(s: string): string }): Policy;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: Policy = factory?.createPolicy("quire", { createHTML: s => s }) ?? { createHTML: s => s };

/** Markup is a fragment that may be assigned to innerHTML. Equal text gives a new one: keep it beside its text. */
export type Markup = { readonly markup: unique symbol };

export const markup = (html: string): Markup => policy.createHTML(html) as Markup;

/** fill puts a fragment into an element. */
export function fill(element: Element, html: Markup): void {
  (element as unknown as { innerHTML: Markup }).innerHTML = html;
}

/** reachable lets the keyboard scroll what may be wider than the page. */
export function reachable(element: Element): void {
  for (const wide of element.querySelectorAll(".q-table, .q-math-block, .q-display, pre")) wide.setAttribute("tabindex", "0");
}
