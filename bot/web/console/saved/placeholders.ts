/** What a saved reply's placeholders stand for in a conversation; "" where it is not known. */
export interface Values {
  first_name: string;
  agent_name: string;
  order_number: string;
}

export const PLACEHOLDERS: readonly (keyof Values)[] = ["first_name", "agent_name", "order_number"];

const PLACEHOLDER = new RegExp(`\\{(${PLACEHOLDERS.join("|")})\\}`, "g");

/** The text with what is known put in; the other placeholders stay, to be filled in by hand. */
export function filled(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (placeholder, name: keyof Values) => values[name] || placeholder);
}

/** The placeholders that are still in a text, each once. */
export function unfilled(text: string): string[] {
  return [...new Set(text.match(PLACEHOLDER) ?? [])];
}

/** Where the first placeholder stands, to select it. */
export function firstUnfilled(text: string): [start: number, end: number] | undefined {
  const found = text.matchAll(PLACEHOLDER).next().value;
  return found ? [found.index, found.index + found[0].length] : undefined;
}
