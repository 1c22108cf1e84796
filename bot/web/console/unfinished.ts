/** What an agent has begun to write in a conversation. */
export interface Draft {
  text: string;
  note: boolean;
  /** The id of the suggestion that it was made of. */
  from?: string;
}

/** A reply or note that is not stored yet; `error` says why it was not taken. */
export interface Sending {
  clientId: string;
  act: "reply" | "note";
  text: string;
  error: string;
  /** The id of the suggestion that it was made of. */
  from?: string;
}

interface Kept {
  time: number;
  draft: Draft;
  sending: Sending[];
}

export type Mark = "draft" | "unsent";

const PREFIX = "shopclerk:console:unfinished:";
const KEPT_MS = 7 * 86_400_000;
const NOTHING: Draft = { text: "", note: false };
const NONE: Sending[] = [];

/** The drafts and unsent texts of one agent, by conversation. They lie in the browser, so that neither another
 *  conversation nor a reload nor the end of a session takes them away; signing out does. */
export class Unfinished {
  private readonly kept: Map<string, Kept>;
  private readonly prefix: string;

  constructor(
    staffId: string,
    private readonly changed: () => void,
  ) {
    this.prefix = `${PREFIX}${staffId}:`;
    this.kept = new Map(stored(this.prefix));
  }

  draft(id: string): Draft {
    return this.kept.get(id)?.draft ?? NOTHING;
  }

  sending(id: string): Sending[] {
    return this.kept.get(id)?.sending ?? NONE;
  }

  write(id: string, draft: Draft): void {
    this.keep(id, draft, this.sending(id));
  }

  put(id: string, item: Sending): void {
    const others = this.sending(id).filter(({ clientId }) => clientId !== item.clientId);
    this.keep(id, this.draft(id), [...others, item]);
  }

  discard(id: string, clientId: string): void {
    if (!this.sending(id).some((item) => item.clientId === clientId)) return;
    this.keep(id, this.draft(id), this.sending(id).filter((item) => item.clientId !== clientId));
  }

  /** Conversations with something unfinished, for the queue. */
  marks(): Map<string, Mark> {
    const marks = [...this.kept].map(([id]): [string, Mark | undefined] => [id, this.mark(id)]);
    return new Map(marks.filter((entry): entry is [string, Mark] => entry[1] !== undefined));
  }

  /** The conversation is no more. */
  forget(id: string): void {
    this.kept.delete(id);
    forget(this.prefix + id);
    this.changed();
  }

  /** Forget everything: the agent leaves the machine. */
  clear(): void {
    for (const id of this.kept.keys()) forget(this.prefix + id);
    this.kept.clear();
  }

  private mark(id: string): Mark | undefined {
    if (this.sending(id).some((item) => item.error)) return "unsent";
    return this.draft(id).text.trim() ? "draft" : undefined;
  }

  private keep(id: string, draft: Draft, sending: Sending[]): void {
    const before = [this.mark(id), this.sending(id)];
    if (draft.text || sending.length) this.kept.set(id, { time: Date.now(), draft, sending });
    else this.kept.delete(id);
    const kept = this.kept.get(id);
    if (kept) store(this.prefix + id, JSON.stringify(kept));
    else forget(this.prefix + id);
    if (before[0] !== this.mark(id) || before[1] !== this.sending(id)) this.changed();
  }
}

/** What was on its way when the page was left may have arrived: sent again, a reply is stored once. */
function stored(prefix: string): [string, Kept][] {
  return names(prefix).flatMap((name): [string, Kept][] => {
    const kept = read(name);
    if (!kept) return [];
    const sending = kept.sending.map((item) => ({ ...item, error: item.error || "The page was left before it arrived." }));
    return [[name.slice(prefix.length), { ...kept, sending }]];
  });
}

function read(name: string): Kept | undefined {
  const kept = JSON.parse(localStorage.getItem(name) ?? "null") as Kept | null;
  if (kept && Date.now() - kept.time < KEPT_MS) return kept;
  forget(name);
  return undefined;
}

function names(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

function store(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Without storage it lasts for this page.
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // As above.
  }
}
