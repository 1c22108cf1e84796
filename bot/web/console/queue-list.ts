import { RequestFailed } from "../shared/http";
import type { Api } from "./api";
import type { Counts, InboxItem } from "./protocol";

/** The states by which the queue is looked at; "agent" holds what any person owns. */
export type Tab = "waiting" | "mine" | "agent" | "bot" | "closed";

export const TABS: readonly Tab[] = ["waiting", "mine", "agent", "bot", "closed"];

/** One tab of the inbox, kept true by what the live socket says. */
export class QueueList {
  tab: Tab = "waiting";
  search = "";
  items: InboxItem[] = [];
  counts: Counts = { waiting: 0, agent: 0, mine: 0, bot: 0 };
  next: string | null = null;
  loading = false;
  /** Why the list could not be read. */
  problem = "";
  /** Conversations of the agent in which the last word is not an agent's. */
  readonly unanswered = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly myId: string,
    private readonly changed: () => void,
  ) {}

  /** Go to a tab, and end a search, which is in all of them. */
  show(tab: Tab): void {
    Object.assign(this, { tab, search: "", items: [], next: null });
  }

  /** Read the tab, or what is searched for, anew; an answer to an older question is thrown away. */
  async load(): Promise<void> {
    const { tab, search } = this;
    this.loading = true;
    this.problem = "";
    this.changed();
    try {
      const inbox = await this.api.inbox(search ? "all" : tab, search);
      if (tab !== this.tab || search !== this.search) return;
      Object.assign(this, { items: inbox.items, next: inbox.next, counts: inbox.counts });
    } catch (error) {
      if (error instanceof RequestFailed) this.problem = error.message;
      throw error;
    } finally {
      this.loading = false;
      this.changed();
    }
  }

  /** What the agent answers, whatever tab is open. */
  async loadMine(): Promise<InboxItem[]> {
    const inbox = await this.api.inbox("mine", "");
    this.unanswered.clear();
    for (const item of inbox.items) this.noteUnanswered(item);
    this.changed();
    return inbox.items;
  }

  async more(): Promise<void> {
    if (!this.next) return;
    const inbox = await this.api.inbox(this.search ? "all" : this.tab, this.search, this.next);
    const known = new Set(this.items.map((item) => item.id));
    this.items = [...this.items, ...inbox.items.filter((item) => !known.has(item.id))];
    this.next = inbox.next;
    this.changed();
  }

  /** Put changed conversations into the list or take them out, by their owner. */
  merge(changes: InboxItem[], counts: Counts): void {
    const changed = new Map(changes.map((item) => [item.id, item]));
    const kept = this.items.filter((item) => !changed.has(item.id));
    const known = new Set(this.items.map((item) => item.id));
    const fresh = changes.filter((item) => (this.search ? known.has(item.id) : this.fits(item)));
    this.items = [...kept, ...fresh].sort(this.tab === "waiting" && !this.search ? longestWait : lastChanged);
    this.counts = counts;
    for (const item of changes) this.noteUnanswered(item);
    this.changed();
  }

  private fits(item: InboxItem): boolean {
    if (this.tab === "mine") return this.isMine(item);
    return item.owner === this.tab;
  }

  private isMine(item: InboxItem): boolean {
    return item.owner === "agent" && item.agent?.id === this.myId;
  }

  private noteUnanswered(item: InboxItem): void {
    if (this.isMine(item) && item.last?.role !== "agent") this.unanswered.add(item.id);
    else this.unanswered.delete(item.id);
  }
}

/** Who waits in the chat comes before what was only left. */
function longestWait(a: InboxItem, b: InboxItem): number {
  return Number(a.note_only) - Number(b.note_only) || (a.waiting_since ?? a.updated) - (b.waiting_since ?? b.updated);
}

function lastChanged(a: InboxItem, b: InboxItem): number {
  return b.updated - a.updated;
}
