import { RequestFailed } from "../shared/http";
import type { Act, Api } from "./api";
import type { InboxItem, StaffConversation, StaffEvent, Viewer, Written } from "./protocol";
import type { Sending, Unfinished } from "./unfinished";

const TYPING_EVERY_MS = 3_000;
const REFRESH_AFTER_MS = 400;
const EARLIER = 200;

/** Events after which the side pane may be out of date. */
const TELLING: readonly StaffEvent["type"][] = ["Understood", "SlotSet", "Searched", "Recommended", "HandoffRequested", "TurnFailed"];

export interface Listener {
  changed(): void;
  /** A reply or note was not taken, or nothing could be read. */
  failed(open: OpenConversation, error: RequestFailed): void;
}

/** The conversation on the screen: its events, who else looks at it, and what is being sent to it. */
export class OpenConversation {
  conversation: StaffConversation | undefined;
  events: StaffEvent[] = [];
  moreBefore = false;
  viewers: Viewer[] = [];
  progress = "";
  problem = "";
  private typedAt = 0;
  private progressTimer = 0;
  private refreshTimer = 0;

  constructor(
    readonly id: string,
    private readonly api: Api,
    private readonly unfinished: Unfinished,
    private readonly listener: Listener,
  ) {}

  get sending(): Sending[] {
    return this.unfinished.sending(this.id);
  }

  get lastSeq(): number {
    return this.events.at(-1)?.seq ?? 0;
  }

  async load(): Promise<void> {
    try {
      const shown = await this.api.show(this.id);
      this.problem = "";
      this.conversation = shown.conversation;
      this.viewers = shown.viewers;
      this.moreBefore = shown.more_before;
      this.add(shown.events);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem = error.message;
      this.listener.failed(this, error);
    }
  }

  async earlier(): Promise<void> {
    const first = this.events[0]?.seq;
    if (!first) return;
    const shown = await this.api.show(this.id, { before: first, limit: EARLIER });
    this.moreBefore = shown.more_before;
    this.add(shown.events);
  }

  /** Do something with it and show what came of it. Throws RequestFailed. */
  async act(act: Exclude<Act, "reply" | "note">, body: Record<string, unknown> = {}): Promise<void> {
    this.written(await this.api.act(this.id, act, body));
  }

  /** Shown at once, stored when the server says so; what failed stays with the reason. */
  async send(act: Sending["act"], text: string, from = "", clientId: string = crypto.randomUUID()): Promise<void> {
    const item: Sending = { clientId, act, text, error: "", from };
    this.unfinished.put(this.id, item);
    try {
      const body = act === "reply" ? { text, client_id: clientId, suggestion_id: from } : { text };
      const written = await this.api.act(this.id, act, body);
      this.discard(clientId);
      this.written(written);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.unfinished.put(this.id, { ...item, error: error.message });
      this.listener.failed(this, error);
    }
  }

  discard(clientId: string): void {
    this.unfinished.discard(this.id, clientId);
  }

  typing(): void {
    if (Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    this.api.typing(this.id).catch(() => undefined);
  }

  happened(event: StaffEvent): void {
    this.add([event]);
    if (event.type !== "MessageReceived") this.setProgress("", 0);
    if (TELLING.includes(event.type)) this.refreshSoon();
  }

  /** The inbox knows the owner, the mood and the topic first. */
  changedInInbox(item: InboxItem): void {
    if (!this.conversation) return;
    this.conversation = { ...this.conversation, ...item };
    this.listener.changed();
  }

  setProgress(text: string, deadlineMs: number): void {
    clearTimeout(this.progressTimer);
    this.progress = text;
    if (text) this.progressTimer = window.setTimeout(() => this.setProgress("", 0), deadlineMs);
    this.listener.changed();
  }

  leave(): void {
    clearTimeout(this.progressTimer);
    clearTimeout(this.refreshTimer);
  }

  private written({ events, conversation }: Written): void {
    this.conversation = conversation;
    this.add(events);
  }

  private refreshSoon(): void {
    clearTimeout(this.refreshTimer);
    this.refreshTimer = window.setTimeout(() => void this.refresh(), REFRESH_AFTER_MS);
  }

  private async refresh(): Promise<void> {
    const shown = await this.api.show(this.id, { since: this.lastSeq }).catch(() => undefined);
    if (!shown) return;
    this.conversation = shown.conversation;
    this.add(shown.events);
  }

  /** Answers and the live stream overlap; each event counts once. */
  private add(events: StaffEvent[]): void {
    for (const event of events) if (event.type === "AgentSaid" && event.client_id) this.discard(event.client_id);
    const bySeq = new Map([...this.events, ...events].map((event) => [event.seq, event]));
    this.events = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
    this.listener.changed();
  }
}
