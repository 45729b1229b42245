// Keeps a parent's children equal to a list of keys, without touching the elements that stay.

/**
 * reconcile gives parent one child per id, in order. Elements that stay keep focus, selection, scroll position and
 * frames, even when they move, where the browser has moveBefore.
 */
export function reconcile(parent: Element, ids: string[], key: (e: Element) => string, make: (id: string) => Element): void {
  const old = new Map([...parent.children].map(e => [key(e), e]));
  const keep = new Set(ids);
  for (const [id, e] of old) if (!keep.has(id)) e.remove();
  let at = parent.firstElementChild;
  for (const id of ids) {
    const e = old.get(id) ?? make(id);
    if (e === at) at = at.nextElementSibling;
    else if (e.isConnected && "moveBefore" in parent) (parent as Mover).moveBefore(e, at);
    else parent.insertBefore(e, at);
  }
}

interface Mover extends Element {
  moveBefore(node: Element, child: Element | null): void;
}

/**
 * holdScroll runs change and keeps what the reader looks at where it is, in browsers that do not do so themselves.
 */
export function holdScroll(children: HTMLCollection, change: () => void): void {
  if (CSS.supports("overflow-anchor", "auto") || scrollY === 0) {
    change();
    return;
  }
  const anchor = [...children].find(e => e.getBoundingClientRect().bottom > 80);
  const before = anchor?.getBoundingClientRect().top ?? 0;
  change();
  if (anchor?.isConnected) scrollBy(0, anchor.getBoundingClientRect().top - before);
}
