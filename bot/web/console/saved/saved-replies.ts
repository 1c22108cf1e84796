import type { Api } from "../api";
import { Kept } from "../kept";
import type { SavedReply } from "../protocol";

export interface Wording {
  name: string;
  text: string;
}

/** The name of a reply that is begun, among ids. */
export const NEW = "new";

const PREFIX = "shopclerk:console:saved:";

/** The shop's saved replies, by name, and how an agent has begun to change them, by id or NEW. Methods that ask the
 *  server throw RequestFailed. */
export class SavedReplies {
  list: SavedReply[] = [];
  read = false;
  private readonly begun: Kept<Wording>;

  constructor(
    private readonly api: Api,
    staffId: string,
    private readonly changed: () => void,
  ) {
    this.begun = new Kept<Wording>(`${PREFIX}${staffId}:`);
  }

  /** The changes that are not saved. */
  get drafts(): ReadonlyMap<string, Wording> {
    return new Map(this.begun.entries());
  }

  /** What is as it was saved, or empty, is no draft. */
  write(id: string, { name, text }: Wording): void {
    const before = this.list.find((reply) => reply.id === id) ?? { name: "", text: "" };
    if (name === before.name && text === before.text) this.begun.forget(id);
    else this.begun.keep(id, { name, text });
    this.changed();
  }

  /** Forget the drafts: the agent leaves the machine. */
  clear(): void {
    this.begun.clear();
  }

  async load(): Promise<void> {
    this.list = await this.api.savedReplies();
    this.read = true;
    this.changed();
  }

  /** A new one where `id` is "". */
  async save(id: string, wording: Wording): Promise<SavedReply> {
    const saved = await this.api.saveReply(id, wording);
    this.begun.forget(id || NEW);
    await this.load();
    return saved;
  }

  async delete(id: string): Promise<void> {
    await this.api.deleteReply(id);
    this.begun.forget(id);
    await this.load();
  }
}

/** Those whose name or text has all the words, those whose name begins with them first. */
export function matching(replies: readonly SavedReply[], words: string): SavedReply[] {
  const wanted = words.toLowerCase().trim();
  const parts = wanted.split(/\s+/).filter(Boolean);
  const rank = ({ name, text }: SavedReply): number => {
    const called = name.toLowerCase();
    if (called.startsWith(wanted)) return 0;
    if (parts.every((part) => called.includes(part))) return 1;
    return parts.every((part) => `${called} ${text.toLowerCase()}`.includes(part)) ? 2 : 3;
  };
  const ranked = replies.map((reply) => [rank(reply), reply] as const).filter(([place]) => place < 3);
  return ranked.sort(([a], [b]) => a - b).map(([, reply]) => reply);
}
