import type { Api } from "../api";
import type { SavedReply } from "../protocol";

export interface Wording {
  name: string;
  text: string;
}

/** The shop's saved replies, by name. Every method throws RequestFailed. */
export class SavedReplies {
  list: SavedReply[] = [];
  read = false;

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  async load(): Promise<void> {
    this.list = await this.api.savedReplies();
    this.read = true;
    this.changed();
  }

  /** A new one where `id` is "". */
  async save(id: string, wording: Wording): Promise<SavedReply> {
    const saved = await this.api.saveReply(id, wording);
    await this.load();
    return saved;
  }

  async delete(id: string): Promise<void> {
    await this.api.deleteReply(id);
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
