const FOCUSABLE = "a[href], button:enabled, textarea:enabled, input:enabled, [tabindex='0']";

/** Let Tab go round within `root` instead of leaving it. */
export function keepFocus(root: HTMLElement, event: KeyboardEvent): void {
  const stops = focusable(root.shadowRoot ?? root);
  const first = stops[0];
  const last = stops.at(-1);
  const at = activeElement();
  if (event.shiftKey ? at !== first : at !== last) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Every place where Tab stops, in order, through shadow roots and slots. */
function focusable(root: ParentNode): HTMLElement[] {
  const stops: HTMLElement[] = [];
  for (const element of root.querySelectorAll<HTMLElement>("*")) {
    if (element.shadowRoot) stops.push(...focusable(element.shadowRoot));
    else if (element.matches(FOCUSABLE) && element.tabIndex >= 0 && element.offsetParent) stops.push(element);
  }
  return stops;
}

function activeElement(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}
