// Light or dark: the system's choice, or the reader's. A script of its own, so that it acts before the first paint.

const chosen = localStorage.getItem("theme");
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;

export {};
