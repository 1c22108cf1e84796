/** One key, one act; a key with a modifier, or while somebody writes, is left alone. */
export interface KeyActions {
  next(): void;
  previous(): void;
  tab(index: number): void;
  search(): void;
  reply(): void;
  note(): void;
  take(): void;
  giveBack(): void;
  close(): void;
  details(): void;
  customer(): void;
  help(): void;
  /** Escape in a field: back to the queue. */
  leave(): void;
}

/** What the help shows, in its order. */
export const KEYS: readonly (readonly [keys: string[], meaning: string])[] = [
  [["j", "k"], "Next, previous conversation"],
  [["Enter"], "Open it"],
  [["1", "…", "5"], "Waiting, mine, team, bot, closed"],
  [["/"], "Search"],
  [["t"], "Take over"],
  [["r"], "Reply"],
  [["n"], "Private note"],
  [["g"], "Give back to the bot"],
  [["e"], "Close"],
  [["i"], "Customer pane"],
  [["d"], "What the bot understood and did"],
  [["Esc"], "Leave the field"],
  [["?"], "This help"],
];

const BY_KEY: Record<string, Exclude<keyof KeyActions, "tab" | "leave">> = {
  j: "next", k: "previous", "/": "search", r: "reply", n: "note", t: "take", g: "giveBack", e: "close",
  d: "details", i: "customer", "?": "help",
};

export function keyActions(event: KeyboardEvent, actions: KeyActions): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0];
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    if (event.key === "Escape") actions.leave();
    return;
  }
  const name = BY_KEY[event.key];
  if (name) actions[name]();
  else if (/^[1-5]$/.test(event.key)) actions.tab(Number(event.key) - 1);
  else return;
  event.preventDefault();
}
