import { Kept } from "./kept";

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

interface Begun {
  draft: Draft;
  sending: Sending[];
}

export type Mark = "draft" | "unsent";

const PREFIX = "shopclerk:console:unfinished:";
const NOTHING: Draft = { text: "", note: false };
const NONE: Sending[] = [];

/** The drafts and unsent texts of one agent, by conversation. They lie in the browser, so that neither another
 *  conversation nor a reload nor the end of a session takes them away; signing out does. */
export class Unfinished {
  private readonly kept: Kept<Begun>;

  constructor(
    staffId: string,
    private readonly changed: () => void,
  ) {
    this.kept = new Kept<Begun>(`${PREFIX}${staffId}:`, ({ draft, sending }) => ({ draft, sending: sending.map(left) }));
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
    const marks = this.kept.entries().map(([id]): [string, Mark | undefined] => [id, this.mark(id)]);
    return new Map(marks.filter((entry): entry is [string, Mark] => entry[1] !== undefined));
  }

  /** The conversation is no more. */
  forget(id: string): void {
    this.kept.forget(id);
    this.changed();
  }

  /** Forget everything: the agent leaves the machine. */
  clear(): void {
    this.kept.clear();
  }

  private mark(id: string): Mark | undefined {
    if (this.sending(id).some((item) => item.error)) return "unsent";
    return this.draft(id).text.trim() ? "draft" : undefined;
  }

  private keep(id: string, draft: Draft, sending: Sending[]): void {
    const before = [this.mark(id), this.sending(id)];
    if (draft.text || sending.length) this.kept.keep(id, { draft, sending });
    else this.kept.forget(id);
    if (before[0] !== this.mark(id) || before[1] !== this.sending(id)) this.changed();
  }
}

/** What was on its way when the page was left may have arrived: sent again, a reply is stored once. */
function left(item: Sending): Sending {
  return { ...item, error: item.error || "The page was left before it arrived." };
}
