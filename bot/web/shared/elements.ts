/** Register a custom element once, however many scripts of ours a page loads. */
export function register(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Dispatch a typed event that passes through shadow roots. */
export function emit<K extends keyof HTMLElementEventMap>(
  target: EventTarget,
  name: K,
  ...detail: HTMLElementEventMap[K] extends CustomEvent<infer D> ? (D extends undefined ? [] : [D]) : []
): void {
  target.dispatchEvent(new CustomEvent(name, { detail: detail[0], bubbles: true, composed: true }));
}

type Child = Node | string;

/** Build a DOM element: text is always text, never markup. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
