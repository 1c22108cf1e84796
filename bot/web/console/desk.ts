import { RequestFailed } from "../shared/http";
import { Link, openSocket } from "../shared/link";
import { Alerts } from "./alerts";
import { Api } from "./api";
import { Teaching } from "./knowledge/teaching";
import { OpenConversation } from "./open-conversation";
import type { InboxItem, LiveFrame, Session, Staff } from "./protocol";
import { QueueList, type Tab } from "./queue-list";

export interface Toast {
  text: string;
  bad: boolean;
  undo?: () => void;
}

const TOAST_MS = 8_000;

/** Everything behind the screen of one agent: session, queue, open conversation, live socket. Says "change". */
export class Desk extends EventTarget {
  readonly api = new Api();
  readonly alerts = new Alerts();
  /** undefined while it is not known whether somebody is signed in. */
  staff: Staff | null | undefined;
  queue: QueueList | undefined;
  open: OpenConversation | undefined;
  teaching: Teaching | undefined;
  online = true;
  toast: Toast | undefined;
  private link: Link | undefined;
  private toastTimer = 0;
  private announced = false;

  /** Go on with the session of the cookie, if there is one. */
  async start(): Promise<void> {
    try {
      this.enter(await this.api.session());
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.staff = null;
      this.changed();
    }
  }

  stop(): void {
    this.link?.stop();
    this.open?.leave();
    this.teaching?.stop();
    clearTimeout(this.toastTimer);
  }

  /** Throws RequestFailed. */
  async signIn(email: string, password: string): Promise<void> {
    this.enter(await this.api.signIn(email, password));
  }

  async signOut(): Promise<void> {
    await this.api.signOut().catch(() => undefined);
    this.leave();
  }

  show(tab: Tab): void {
    if (!this.queue) return;
    this.queue.tab = tab;
    this.queue.items = [];
    this.loadQueue();
  }

  find(words: string): void {
    if (!this.queue) return;
    this.queue.search = words;
    this.loadQueue();
  }

  openConversation(id: string): void {
    if (this.open?.id === id) return;
    this.open?.leave();
    const open = new OpenConversation(id, this.api, this.changed);
    this.open = open;
    this.changed();
    void open.load().then(() => {
      if (this.open === open) this.watch();
    });
  }

  closeView(): void {
    this.open?.leave();
    this.open = undefined;
    this.link?.send({ type: "unwatch" });
    this.changed();
  }

  async take(force = false): Promise<void> {
    await this.tell(() => this.open?.act("take", force ? { force } : {}));
  }

  async giveBack(): Promise<void> {
    await this.tell(() => this.open?.act("return"), { text: "Given back to the bot." });
  }

  /** A closed conversation is opened again by taking it. */
  async close(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const undo = (): void => void this.tell(() => open.act("take"));
    await this.tell(() => open.act("close"), { text: "Closed.", undo });
  }

  say(text: string, bad = false, undo?: () => void): void {
    clearTimeout(this.toastTimer);
    this.toast = undo ? { text, bad, undo } : { text, bad };
    this.toastTimer = window.setTimeout(() => this.quiet(), TOAST_MS);
    this.changed();
  }

  quiet(): void {
    this.toast = undefined;
    this.changed();
  }

  private async tell(act: () => Promise<void> | undefined, done?: { text: string; undo?: () => void }): Promise<void> {
    try {
      await act();
      if (done) this.say(done.text, false, done.undo);
      else this.quiet();
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (!(error instanceof RequestFailed)) throw error;
    if (error.status === 401) this.leave();
    else this.say(error.message, true);
  }

  private enter({ staff }: Session): void {
    this.staff = staff;
    this.queue = new QueueList(this.api, staff.id, this.changed);
    this.teaching = new Teaching(this.api, this.changed);
    this.loadQueue();
    this.link = new Link((handlers) => openSocket(liveAddress(), [], handlers), {
      frame: (frame) => this.takeFrame(frame as LiveFrame),
      down: () => {
        this.online = false;
        this.changed();
      },
    });
    this.link.start();
  }

  private leave(): void {
    this.stop();
    this.staff = null;
    this.queue = undefined;
    this.open = undefined;
    this.teaching = undefined;
    this.announced = false;
    this.alerts.count(0);
    this.changed();
  }

  private loadQueue(): void {
    this.queue?.load().then(
      () => this.announce(),
      (error: unknown) => this.failed(error),
    );
  }

  private announce(): void {
    const { queue } = this;
    if (!queue) return;
    if (queue.tab === "waiting") this.alerts.know(queue.items.map((item) => item.id));
    this.announced = true;
    this.alerts.count(queue.counts.waiting);
  }

  private watch(): void {
    if (this.open?.conversation) this.link?.send({ type: "watch", id: this.open.id, since: this.open.lastSeq });
  }

  private takeFrame(frame: LiveFrame): void {
    const open = "conversation_id" in frame && frame.conversation_id === this.open?.id ? this.open : undefined;
    switch (frame.type) {
      case "hello":
        return this.greeted();
      case "inbox":
        return this.inboxChanged(frame.items, () => this.queue?.merge(frame.items, frame.counts));
      case "event":
        return open?.happened(frame.event);
      case "progress":
        return open?.setProgress(frame.text, frame.deadline_ms);
      case "presence":
        if (open) open.viewers = frame.viewers;
        return this.changed();
      case "stale":
        return this.loadQueue();
      case "signed_out":
        return this.leave();
      case "error":
        return this.say(frame.text, true);
      case "watching":
      case "pong":
        return undefined;
    }
  }

  private greeted(): void {
    const again = !this.online;
    this.online = true;
    this.watch();
    if (again) this.loadQueue();
    this.changed();
  }

  private inboxChanged(items: InboxItem[], merge: () => void): void {
    merge();
    for (const item of items) {
      if (item.id === this.open?.id) this.open.changedInInbox(item);
      if (this.announced) {
        this.alerts.changed(item.id, item.owner === "waiting", nameOf(item), () => this.openConversation(item.id));
      }
    }
    this.alerts.count(this.queue?.counts.waiting ?? 0);
  }

  private readonly changed = (): void => {
    this.dispatchEvent(new Event("change"));
  };
}

function liveAddress(): string {
  return `${location.origin.replace(/^http/, "ws")}/console/api/live`;
}

/** "Ada Winter", else the e-mail address, else "Visitor 3f2a". */
export function nameOf(item: InboxItem): string {
  return item.shopper.name || item.shopper.email || `Visitor ${item.id.replace(/^c_/, "").slice(0, 4)}`;
}
