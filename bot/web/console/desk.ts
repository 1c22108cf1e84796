import { RequestFailed } from "../shared/http";
import { Link, openSocket } from "../shared/link";
import { Alerts } from "./alerts";
import { ApprovedAnswers, type Wording as AnswerWording } from "./answers/approved-answers";
import type { Approved, Removed } from "./answers/protocol";
import { Api, liveAddress } from "./api";
import { Teaching } from "./knowledge/teaching";
import { OpenConversation } from "./open-conversation";
import type { Colleague, InboxItem, LiveFrame, SavedReply, Session, Staff } from "./protocol";
import { QueueList, type Tab } from "./queue-list";
import { isSeen } from "./route";
import { SavedReplies, type Wording } from "./saved/saved-replies";
import { Unfinished } from "./unfinished";
import { nameOf } from "./words";

export interface Toast {
  text: string;
  bad: boolean;
  undo?: () => void;
}

/** What went well needs no act and lies over what is beneath it; an error or a way back is left longer. */
const TOLD_MS = 4_000;
const TOAST_MS = 8_000;
const ENDED = "Your session has ended. Please sign in again.";

/** Everything behind the screen of one agent: session, queue, open conversation, live socket. Says "change". */
export class Desk extends EventTarget {
  readonly api = new Api();
  readonly alerts = new Alerts();
  /** undefined while it is not known whether somebody is signed in. */
  staff: Staff | null | undefined;
  queue: QueueList | undefined;
  open: OpenConversation | undefined;
  teaching: Teaching | undefined;
  unfinished: Unfinished | undefined;
  saved: SavedReplies | undefined;
  answers: ApprovedAnswers | undefined;
  online = true;
  /** Why there is a sign-in page where there was a desk. */
  notice = "";
  toast: Toast | undefined;
  /** To whom a conversation can be passed on; read anew each time it is asked. */
  colleagues: Colleague[] | undefined;
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
    this.unfinished?.clear();
    this.saved?.clear();
    this.answers?.clear();
    this.leave();
  }

  show(tab: Tab): void {
    if (!this.queue) return;
    this.queue.show(tab);
    void this.loadQueue();
  }

  find(words: string): void {
    if (!this.queue) return;
    this.queue.search = words;
    void this.loadQueue();
  }

  openConversation(id: string): void {
    if (this.open?.id === id || !this.unfinished) return;
    this.open?.leave();
    const { changed } = this;
    const failed = (open: OpenConversation, error: RequestFailed): void => this.openFailed(open, error);
    const open = new OpenConversation(id, this.api, this.unfinished, { changed, failed });
    this.open = open;
    this.changed();
    this.load(open);
  }

  more(): void {
    this.queue?.more().catch((error: unknown) => this.failed(error));
  }

  earlier(): void {
    this.open?.earlier().catch((error: unknown) => this.failed(error));
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

  async readColleagues(): Promise<void> {
    this.colleagues = undefined;
    await this.tell(async () => {
      this.colleagues = await this.api.colleagues();
    });
  }

  async passOn(to: string): Promise<void> {
    const name = this.colleagues?.find(({ id }) => id === to)?.name ?? "a colleague";
    await this.tell(() => this.open?.act("pass", { to }), { text: `Passed on to ${name}.` });
  }

  async giveBack(): Promise<void> {
    await this.tell(() => this.open?.act("return"), { text: "Given back to the bot." });
  }

  async discardSuggestion(id: string): Promise<void> {
    await this.tell(() => this.open?.act("discard", { suggestion_id: id }));
  }

  async restoreSuggestion(id: string): Promise<void> {
    await this.tell(() => this.open?.act("restore", { suggestion_id: id }));
  }

  readSaved(): void {
    this.saved?.load().catch((error: unknown) => this.failed(error));
  }

  /** The reply as it was saved, or why it was not. */
  async saveReply(id: string, wording: Wording): Promise<SavedReply | string> {
    const { saved } = this;
    if (!saved) return ENDED;
    try {
      const reply = await saved.save(id, wording);
      this.say(`Saved “${reply.name}”.`);
      return reply;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (error.status === 401) this.leave(ENDED);
      return error.message;
    }
  }

  /** Saved again it is the same, under another id. */
  async deleteReply({ id, name, text }: SavedReply): Promise<void> {
    const { saved } = this;
    const again = async (): Promise<void> => void (await saved?.save("", { name, text }));
    const undo = (): void => void this.tell(again, { text: `“${name}” is there again.` });
    await this.tell(() => saved?.delete(id), { text: `Deleted “${name}”.`, undo });
  }

  async readAnswers(): Promise<void> {
    const { answers } = this;
    await answers?.load();
    if (answers?.expired) this.leave(ENDED);
  }

  /** The answer as it was saved, or why it was not. */
  async saveAnswer(key: string, wording: AnswerWording): Promise<Approved | string> {
    try {
      return (await this.answers?.save(key, wording)) ?? ENDED;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (error.status === 401) this.leave(ENDED);
      return error.message;
    }
  }

  async removeAnswer(answer: Approved): Promise<void> {
    const { answers } = this;
    const name = answer.questions[0] ?? answer.id;
    let removed: Removed | undefined;
    const again = async (): Promise<void> => (removed ? answers?.restore(removed) : undefined);
    const undo = (): void => void this.tell(again, { text: `“${name}” is there again.` });
    const remove = async (): Promise<void> => {
      removed = await answers?.remove(answer);
    };
    await this.tell(remove, { text: `Taken away: “${name}”.`, undo });
  }

  /** A closed conversation is opened again by taking it. */
  async close(): Promise<void> {
    const { open } = this;
    if (!open) return;
    const undo = (): void => void this.tell(() => open.act("take"));
    await this.tell(() => open.act("close"), { text: "Closed.", undo });
  }

  async erase(): Promise<void> {
    const { open } = this;
    if (open) await this.tell(() => this.api.erase(open.id), { text: "Erased: conversations, and what was done in the shop." });
  }

  say(text: string, bad = false, undo?: () => void): void {
    clearTimeout(this.toastTimer);
    this.toast = undo ? { text, bad, undo } : { text, bad };
    this.toastTimer = window.setTimeout(() => this.quiet(), bad || undo ? TOAST_MS : TOLD_MS);
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
    if (error.status === 401) this.leave(ENDED);
    else this.say(error.message, true);
  }

  /** The queue says itself that it could not be read, and it is read again when the line is up. */
  private unread(error: unknown): void {
    if (!(error instanceof RequestFailed)) throw error;
    if (error.status === 401) this.leave(ENDED);
  }

  private load(open: OpenConversation): void {
    void open.load().then(() => {
      if (this.open === open) this.watch();
    });
  }

  /** What stands on the screen says itself what is wrong with it. */
  private openFailed(open: OpenConversation, error: RequestFailed): void {
    if (error.status === 401) return this.leave(ENDED);
    if (this.open === open) return this.changed();
    const name = open.conversation ? nameOf(open.conversation) : "A shopper";
    this.say(`${name}: what you wrote was not sent. ${error.message}`, true);
  }

  private enter({ staff }: Session): void {
    this.staff = staff;
    this.notice = "";
    this.unfinished = new Unfinished(staff.id, this.changed);
    this.queue = new QueueList(this.api, staff.id, this.changed);
    this.teaching = new Teaching(this.api, this.changed);
    this.saved = new SavedReplies(this.api, staff.id, this.changed);
    this.answers = new ApprovedAnswers(this.api, staff.id, this.changed, (learning) => this.teaching?.begun(learning));
    this.readSaved();
    this.refresh();
    this.link = new Link((handlers) => openSocket(liveAddress(), [], handlers), {
      frame: (frame) => this.takeFrame(frame as LiveFrame),
      down: () => {
        this.online = false;
        this.changed();
      },
    });
    this.link.start();
  }

  private leave(notice = ""): void {
    this.stop();
    this.staff = null;
    this.notice = notice;
    this.queue = undefined;
    this.open = undefined;
    this.teaching = undefined;
    this.unfinished = undefined;
    this.saved = undefined;
    this.answers = undefined;
    this.announced = false;
    this.alerts.count(0);
    this.changed();
  }

  /** Both lists anew; only what happens behind the first time is news. */
  private refresh(): void {
    void Promise.all([this.loadQueue(), this.loadMine()]).then(() => (this.announced = true));
  }

  private async loadQueue(): Promise<void> {
    await this.queue?.load().then(
      () => this.announce(),
      (error: unknown) => this.unread(error),
    );
  }

  private async loadMine(): Promise<void> {
    await this.queue?.loadMine().then(
      (items) => {
        items.forEach((item) => this.alerts.know(item, true));
        this.count();
      },
      (error: unknown) => this.unread(error),
    );
  }

  private announce(): void {
    const { queue } = this;
    if (!queue) return;
    if (queue.tab === "waiting") queue.items.forEach((item) => this.alerts.know(item));
    this.count();
  }

  private count(): void {
    this.alerts.count((this.queue?.counts.waiting ?? 0) + (this.queue?.unanswered.size ?? 0));
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
        return this.refresh();
      case "erased":
        return this.erased(frame.conversation_ids);
      case "signed_out":
        return this.leave(ENDED);
      case "error":
        return this.say(frame.text, true);
      case "watching":
      case "pong":
        return undefined;
    }
  }

  private erased(ids: string[]): void {
    for (const id of ids) this.unfinished?.forget(id);
    if (this.open && ids.includes(this.open.id)) location.hash = "";
    this.refresh();
  }

  private greeted(): void {
    const again = !this.online;
    this.online = true;
    if (this.open?.problem) this.load(this.open);
    else this.watch();
    if (again) {
      this.toast = undefined;
      this.refresh();
    }
    this.changed();
  }

  private inboxChanged(items: InboxItem[], merge: () => void): void {
    merge();
    for (const item of items) {
      if (item.id === this.open?.id) this.open.changedInInbox(item);
      const mine = item.owner === "agent" && item.agent?.id === this.staff?.id;
      if (this.announced) this.alerts.changed(item, { mine, seen: isSeen(item.id) });
      else this.alerts.know(item, mine);
    }
    this.count();
  }

  private readonly changed = (): void => {
    this.dispatchEvent(new Event("change"));
  };
}
