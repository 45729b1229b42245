// What the page uses of lit-html; built into ../page/lib/lit.js.
export { html, svg, nothing, render } from "lit-html";
export type { TemplateResult } from "lit-html";
export { repeat } from "lit-html/directives/repeat.js";
export { classMap } from "lit-html/directives/class-map.js";
