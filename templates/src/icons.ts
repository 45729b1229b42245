import { html, svg, type TemplateResult } from "./lib/lit.js";

const line = (d: string, width = 1.5) =>
  svg`<path d=${d} fill="none" stroke="currentColor" stroke-width=${width} stroke-linecap="round" stroke-linejoin="round"></path>`;

const shapes = {
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
  theme: svg`<circle cx="8" cy="8" r="5.6" fill="none" stroke="currentColor" stroke-width="1.4"></circle><path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor"></path>`,
};

export type IconName = keyof typeof shapes;

export const icon = (name: IconName): TemplateResult =>
  html`<svg class="i" viewBox="0 0 16 16" aria-hidden="true">${shapes[name]}</svg>`;
