import { RequestFailed } from "../../shared/http";
import { Link } from "../../shared/link";
import type { ClientFrame, Opened, Owner, PublicEvent, ServerFrame, Shop, Wait } from "../../shared/protocol";
import type { Gateway } from "./gateway";
import { Outbox } from "./outbox";
import type { Saved, Store } from "./store";
import { texts } from "./texts";
import { emptyTimeline, follow, GO_ON_PAYLOAD, type Item, type Outgoing, type Timeline, withOutbox } from "./timeline";
import { WaitWatch } from "./wait";

/** Everything that the panel shows. `phase` is "loading" until the shop and the history are there. */
export interface View {
  phase: "loading" | "ready" | "unreachable";
  online: boolean;
  shop: Shop | undefined;
  items: Item[];
  /** Who answers: the bot also beside what was only left for the team. */
  owner: Owner;
  agent: string;
  progress: string;
  problem: string;
  undoable: boolean;
  unread: number;
  wait: Wait | undefined;
}

/** History comes in a burst after the greeting of the server; a pause of this length ends it. */
const HISTORY_PAUSE_MS = 250;
/** So often the stream may fail to open before the conversation itself is asked for. */
const ASK_AFTER_FAILURES = 3;
const BEGIN_AGAIN_MS = 3_000;
const HANDOFF_PAYLOAD = "/handoff";
const TYPING_EVERY_MS = 3_000;

/** One visitor's conversation: begun with the first message, resumed after a reload, never losing one. */
export class Conversation {
  private timeline: Timeline = emptyTimeline;
  private readonly outbox: Outbox;
  private link: Link | undefined;
  private shop: Shop | undefined;
  private phase: View["phase"] = "loading";
  private online = true;
  private progress = "";
  private problem = "";
  private unread = 0;
  private former: { session: Saved | undefined; timeline: Timeline } | undefined;
  private fresh = false;
  private beginning: Promise<void> | undefined;
  private stopped = false;
  private timers = { progress: 0, history: 0, begin: 0 };
  private typedAt = 0;
  private readonly reported = new Set<string>();
  private readonly watch: WaitWatch;

  constructor(
    private readonly gateway: Gateway,
    private readonly store: Store,
    private readonly identity: string | undefined,
    private readonly changed: () => void,
  ) {
    this.outbox = new Outbox(store, changed);
    this.watch = new WaitWatch(() => this.askForWait(), changed);
  }

  get view(): View {
    const { shop, phase, online, progress, problem, unread } = this;
    const { agent, left, expecting } = this.timeline;
    const besideNote = this.timeline.owner === "waiting" && left && !expecting;
    const owner = besideNote ? "bot" : this.timeline.owner;
    const items = withOutbox(this.timeline.items, this.outbox.messages);
    const known = { shop, phase, online, progress, problem, unread, owner, agent, items };
    return { ...known, undoable: Boolean(this.former), wait: this.watch.wait };
  }

  /** Show what is there: the stored conversation, or the shop's greeting. */
  async start(): Promise<void> {
    this.update({ phase: "loading", problem: "" });
    try {
      const session = this.store.session;
      if (session && (await this.rejoin(session))) return;
      this.shop = await this.gateway.describe();
      if (this.identity || this.outbox.messages.length) await this.begin();
      this.awaitHistory();
    } catch (error) {
      this.update({ phase: "unreachable", problem: messageOf(error) });
    }
  }

  stop(): void {
    this.stopped = true;
    this.disconnect();
  }

  send(text: string, payload = ""): void {
    this.former = undefined;
    this.deliver(this.outbox.add(text, payload));
    void this.ensureBegun();
  }

  retry(clientId: string): void {
    const message = this.outbox.take(clientId);
    if (message) this.send(message.text, message.payload);
  }

  /** A message like any other, so that it is never lost and stands in the history. */
  askForPerson(): void {
    this.send(texts.person, HANDOFF_PAYLOAD);
  }

  /** Nobody needs to come any more: the bot answers again. */
  goOn(): void {
    this.watch.watch(false);
    this.send(texts.goOn, GO_ON_PAYLOAD);
  }

  private async askForWait(): Promise<Wait | null> {
    const session = this.store.session;
    return session ? (await this.gateway.wait(session)).wait : null;
  }

  rate(messageId: string, rating: number): void {
    this.transmit({ type: "rate", message_id: messageId, rating });
  }

  /** Report a product once: when it came into view, or was opened. */
  report(frame: Extract<ClientFrame, { type: "seen" | "clicked" }>): void {
    const key = `${frame.type} ${frame.product_id}`;
    if (this.reported.has(key)) return;
    if (this.transmit(frame)) this.reported.add(key);
  }

  typing(): void {
    if (this.timeline.owner !== "agent" || Date.now() - this.typedAt < TYPING_EVERY_MS) return;
    this.typedAt = Date.now();
    this.transmit({ type: "typing" });
  }

  /** Everything up to here was read. */
  markSeen(): void {
    const session = this.store.session;
    if (!session || (session.seen >= this.timeline.seq && !this.unread)) return;
    this.store.session = { ...session, seen: Math.max(session.seen, this.timeline.seq) };
    if (this.unread) this.update({ unread: 0 });
  }

  startAgain(): void {
    this.former = { session: this.store.session, timeline: this.timeline };
    this.fresh = true;
    this.switchTo(undefined, emptyTimeline);
  }

  undoStartAgain(): void {
    if (!this.former) return;
    const { session, timeline } = this.former;
    this.former = undefined;
    this.fresh = false;
    this.switchTo(session, timeline);
    if (session) this.connect(session);
  }

  private switchTo(session: Saved | undefined, timeline: Timeline): void {
    this.disconnect();
    this.store.session = session;
    this.timeline = timeline;
    this.outbox.clear();
    this.update({ progress: "", problem: "", online: true, unread: 0 });
  }

  /** Whether the stored conversation is still ours; then it goes on. */
  private async rejoin(session: Saved): Promise<boolean> {
    try {
      const info = await this.gateway.inspect(session);
      this.shop = info.shop;
      this.connect(session);
      return true;
    } catch (error) {
      if (!isGone(error)) throw error;
      this.store.session = undefined;
      return false;
    }
  }

  private async ensureBegun(): Promise<void> {
    try {
      await this.begin();
    } catch (error) {
      this.beginFailed(error);
    }
  }

  private beginFailed(error: unknown): void {
    const lasting = error instanceof RequestFailed && error.status >= 400 && error.status < 500;
    if (lasting) return this.outbox.refuse(messageOf(error));
    this.update({ online: false });
    clearTimeout(this.timers.begin);
    this.timers.begin = window.setTimeout(() => void this.ensureBegun(), BEGIN_AGAIN_MS);
  }

  /** A message may come before the start has ended: they share one beginning. */
  private async begin(): Promise<void> {
    if (this.link) return;
    this.beginning ??= this.beginOnce().finally(() => (this.beginning = undefined));
    await this.beginning;
  }

  private async beginOnce(): Promise<void> {
    const known = this.store.session;
    if (known) return this.connect(known);
    const opened = await this.open();
    this.fresh = false;
    this.shop = opened.shop;
    const { conversation_id: conversationId, token, last_seq: seen } = opened;
    const session = { conversationId, token, seen, waiting: false };
    this.store.session = session;
    this.store.visitor = token;
    this.connect(session);
  }

  /** As the visitor who is known here, unless that was too long ago. */
  private async open(): Promise<Opened> {
    const visitor = this.store.visitor;
    try {
      return await this.gateway.begin(this.identity, this.fresh, visitor);
    } catch (error) {
      if (!visitor || !(error instanceof RequestFailed) || error.status !== 401) throw error;
      this.store.visitor = undefined;
      return this.gateway.begin(this.identity, this.fresh, undefined);
    }
  }

  private connect(session: Saved): void {
    if (this.stopped || this.link) return;
    this.link = new Link(
      (handlers, failures) => this.gateway.stream(session, this.timeline.seq, handlers, failures),
      {
        frame: (frame) => this.take(frame as ServerFrame),
        down: (failures) => this.wentDown(session, failures),
      },
    );
    this.link.start();
  }

  /** A stream that does not open may mean that the conversation is gone; then what is unsent begins a new one. */
  private wentDown(session: Saved, failures: number): void {
    this.update({ online: false });
    if (failures % ASK_AFTER_FAILURES) return;
    void this.gateway.inspect(session).catch((error: unknown) => {
      if (!isGone(error) || this.store.session?.token !== session.token) return;
      this.disconnect();
      this.store.session = undefined;
      this.timeline = emptyTimeline;
      this.update({ online: true, problem: texts.ended });
      if (this.outbox.messages.length) void this.ensureBegun();
    });
  }

  private disconnect(): void {
    this.link?.stop();
    this.link = undefined;
    this.watch.watch(false);
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
  }

  private take(frame: ServerFrame): void {
    switch (frame.type) {
      case "hello":
        return this.greeted(frame.owner, frame.agent?.name ?? "");
      case "event":
        return this.happened(frame.event);
      case "ack":
        return this.outbox.acknowledge(frame.client_id);
      case "progress":
        return this.setProgress(frame.text, frame.deadline_ms);
      case "error":
        return this.refused(frame.text, frame.client_id);
      case "pong":
        return undefined;
    }
  }

  private greeted(owner: Owner, agent: string): void {
    this.timeline = { ...this.timeline, owner, agent };
    this.watch.watch(owner === "waiting" && this.timeline.expecting);
    this.update({ online: true, problem: "" });
    for (const message of this.outbox.messages) this.deliver(message);
    this.awaitHistory();
  }

  private awaitHistory(): void {
    if (this.phase === "ready") return;
    clearTimeout(this.timers.history);
    this.timers.history = window.setTimeout(() => this.update({ phase: "ready" }), this.link ? HISTORY_PAUSE_MS : 0);
  }

  private happened(event: PublicEvent): void {
    if (event.seq <= this.timeline.seq) return;
    this.timeline = follow(this.timeline, event);
    this.watch.watch(this.timeline.expecting);
    if (event.type === "MessageReceived") this.outbox.take(event.client_id ?? "");
    else this.setProgress("", 0);
    this.remember(event);
    this.awaitHistory();
    this.changed();
  }

  /** Count what was not read; the launcher connects by itself on the next page while a person is expected. */
  private remember(event: PublicEvent): void {
    const session = this.store.session;
    if (!session) return;
    const spoken = event.type === "Replied" || event.type === "AgentSaid";
    if (spoken && event.seq > session.seen) this.unread += 1;
    const waiting = this.timeline.owner === "waiting" || this.timeline.owner === "agent";
    if (session.waiting !== waiting) this.store.session = { ...session, waiting };
  }

  private deliver(message: Outgoing): void {
    if (message.error || message.acked) return;
    const frame: ClientFrame = { type: "message", client_id: message.clientId, text: message.text };
    this.transmit(message.payload ? { ...frame, payload: message.payload } : frame);
  }

  private transmit(frame: ClientFrame): boolean {
    return this.link?.send(frame) ?? false;
  }

  private refused(text: string, clientId: string | undefined): void {
    if (clientId) this.outbox.refuse(text, clientId);
    else this.update({ problem: text, progress: "" });
  }

  private setProgress(text: string, deadlineMs: number): void {
    clearTimeout(this.timers.progress);
    if (text) this.timers.progress = window.setTimeout(() => this.update({ progress: "" }), deadlineMs);
    if (text !== this.progress) this.update({ progress: text });
  }

  private update(change: Partial<Pick<View, "phase" | "online" | "progress" | "problem" | "unread">>): void {
    Object.assign(this, change);
    this.changed();
  }
}

/** The conversation is not ours any more: expired, erased, or of another installation. */
function isGone(error: unknown): boolean {
  return error instanceof RequestFailed && [401, 403, 404].includes(error.status);
}

function messageOf(error: unknown): string {
  if (error instanceof RequestFailed) return error.message;
  throw error;
}
