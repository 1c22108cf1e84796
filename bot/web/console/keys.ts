/** The keys that lead to a page, on every page. */
export interface PageActions {
  inbox(): void;
  searchPage(): void;
  gaps(): void;
  answers(): void;
  recommendations(): void;
  saved(): void;
  help(): void;
}

/** One key, one act; a key with a modifier, or while somebody writes, is left alone. */
export interface KeyActions {
  next(): void;
  previous(): void;
  tab(index: number): void;
  search(): void;
  reply(): void;
  note(): void;
  take(): void;
  passOn(): void;
  giveBack(): void;
  takeSuggestion(): void;
  discardSuggestion(): void;
  close(): void;
  details(): void;
  customer(): void;
  /** Escape in a field: back to the queue. */
  leave(): void;
}

type Row = readonly [keys: string[], meaning: string];

/** What the help shows, in its order. */
export const KEYS: readonly { title: string; rows: readonly Row[] }[] = [
  {
    title: "Everywhere",
    rows: [
      [["I", "S", "G"], "Inbox, search, gaps"],
      [["A", "R", "V"], "Answers, recommendations, saved replies"],
      [["/"], "To the search field"],
      [["j", "k"], "Next, previous in the list"],
      [["Enter"], "Open it"],
      [["Esc"], "Leave the field, close what lies on top"],
      [["?"], "This help"],
    ],
  },
  {
    title: "Inbox",
    rows: [
      [["1", "…", "5"], "Waiting, mine, team, bot, closed"],
      [["t"], "Take over"],
      [["r"], "Reply"],
      [["n"], "Private note"],
      [["s"], "Use the suggested reply"],
      [["x"], "Put the suggested reply away, bring it back"],
      [["p"], "Pass on to a colleague"],
      [["g"], "Give back to the bot"],
      [["e"], "Close"],
      [["i"], "Customer pane"],
      [["d"], "What the bot understood and did"],
    ],
  },
  {
    title: "In the reply box",
    rows: [
      [["Enter"], "Send; with Shift a new line"],
      [["/"], "As the first sign: saved replies"],
      [["↑"], "In the empty box: the suggested reply"],
    ],
  },
  {
    title: "Answers",
    rows: [[["Ctrl", "Enter"], "Save what is written"]],
  },
  {
    title: "Search and gaps",
    rows: [
      [["↓", "↑"], "From the question to the hits, and between them"],
      [["Enter"], "Search; open the passage in full"],
    ],
  },
];

const BY_KEY: Record<string, Exclude<keyof KeyActions, "tab" | "leave">> = {
  j: "next", k: "previous", "/": "search", r: "reply", n: "note", t: "take", p: "passOn", g: "giveBack", e: "close",
  d: "details", i: "customer", s: "takeSuggestion", x: "discardSuggestion",
};
const PAGE_BY_KEY: Record<string, keyof PageActions> = { I: "inbox", S: "searchPage", G: "gaps", A: "answers", R: "recommendations", V: "saved", "?": "help" };

/** Where something lies on top only some pages can be gone to. */
export function pageKeys(event: KeyboardEvent, actions: Partial<PageActions>): void {
  const name = PAGE_BY_KEY[event.key];
  if (!name || !actions[name] || isModified(event) || isField(event.composedPath()[0])) return;
  actions[name]();
  event.preventDefault();
}

/** What a page has no act for does nothing there. */
export function keyActions(event: KeyboardEvent, actions: Partial<KeyActions>): void {
  if (isModified(event)) return;
  if (isField(event.composedPath()[0])) {
    if (event.key === "Escape") actions.leave?.();
    return;
  }
  const name = BY_KEY[event.key];
  if (name && actions[name]) actions[name]();
  else if (actions.tab && /^[1-5]$/.test(event.key)) actions.tab(Number(event.key) - 1);
  else return;
  event.preventDefault();
}

function isModified(event: KeyboardEvent): boolean {
  return event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey;
}

function isField(target: EventTarget | undefined): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
