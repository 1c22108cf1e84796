import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { emit, register } from "../../shared/elements";
import { moment } from "../../shared/format";
import { linked } from "../../shared/linked";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { StaffEvent } from "../protocol";
import type { Sending } from "../unfinished";
import { type Entry, entryOf } from "./entries";
import { botReply } from "./bot-reply";
import { threadStyles } from "./thread-view.styles";

const NEAR_END_PX = 60;
/** Seconds after which the same author's name and the time are shown again. */
const NEW_GROUP_S = 300;

type Said = Extract<Entry, { kind: "said" }>["event"];

/** Everything that was said, in order, with the lines between; the end stays in view while one is there. */
export class ThreadView extends LitElement {
  static define(name = "console-thread"): void {
    register(name, ThreadView);
  }

  @property({ attribute: false }) events: StaffEvent[] = [];
  @property({ attribute: false }) sending: Sending[] = [];
  @property() myId = "";
  @property() shopper = "";
  @property() progress = "";
  @property({ type: Boolean }) details = false;
  @property({ type: Boolean }) moreBefore = false;
  @query(".scroll") private readonly scroller!: HTMLElement;
  private atEnd = true;
  private firstSeq = 0;
  private height = 0;
  /** What comes and goes below leaves the end in view. */
  private readonly sized = new ResizeObserver(() => this.stay());

  static override styles = [base, controls, threadStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.sized.disconnect();
  }

  override render() {
    const entries = this.events.map((event) => entryOf(event, this.details)).filter((entry) => entry !== undefined);
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Messages" @scroll=${this.onScroll}>
      ${this.moreBefore
        ? html`<button type="button" class="button earlier" @click=${() => emit(this, "console-earlier")}>
            Show earlier
          </button>`
        : nothing}
      <div role="log" aria-live="polite" aria-label="Conversation" data-testid="thread">
        ${repeat(
          entries,
          (entry) => entry.event.seq,
          (entry, index) => this.entry(entry, entries[index - 1]),
        )}
        ${this.sending.map((item) => this.unsent(item))}
      </div>
      <p class="progress" role="status">${this.progress}</p>
    </div>`;
  }

  private entry(entry: Entry, previous: Entry | undefined) {
    if (entry.kind === "line") return html`<p class="line ${entry.bad ? "bad" : ""}">${entry.text}</p>`;
    if (entry.kind === "detail") return html`<p class="detail">${entry.text}</p>`;
    return this.said(entry.event, previous?.kind === "said" ? previous.event : undefined);
  }

  private said(event: Said, previous: Said | undefined) {
    const author = this.author(event);
    const follows = previous && this.author(previous) === author && event.time - previous.time < NEW_GROUP_S;
    return html`<article class="said ${this.roleOf(event)} ${follows ? "follows" : ""}" data-testid=${this.roleOf(event)}>
      ${follows
        ? nothing
        : html`<p class="author"><b>${author}</b> <time>${moment(event.time)}</time></p>`}
      ${event.type === "Replied" ? botReply(event.reply) : html`<p class="text" dir="auto">${linked(event.text)}</p>`}
    </article>`;
  }

  private roleOf(event: Said): string {
    if (event.type === "AgentSaid") return event.agent_id === this.myId ? "me" : "colleague";
    return { MessageReceived: "shopper", Replied: "bot", NoteAdded: "note" }[event.type];
  }

  private author(event: Said): string {
    switch (event.type) {
      case "MessageReceived":
        return this.shopper;
      case "Replied":
        return "Bot";
      case "AgentSaid":
        return event.agent_id === this.myId ? "You" : event.name;
      case "NoteAdded":
        return `Note by ${event.agent_id === this.myId ? "you" : event.name}`;
    }
  }

  private unsent(item: Sending) {
    return html`<article class="said ${item.act === "note" ? "note" : "me"} unsent" data-testid="sending">
      <p class="text" dir="auto">${item.text}</p>
      ${item.error
        ? html`<p class="bad">
            Not sent. ${item.error}
            <button type="button" class="link" @click=${() => emit(this, "console-again", { clientId: item.clientId })}>
              Try again
            </button>
            <button type="button" class="link" @click=${() => emit(this, "console-discard", { clientId: item.clientId })}>
              Discard
            </button>
          </p>`
        : html`<p class="quiet late">Sending</p>`}
    </article>`;
  }

  protected override firstUpdated(): void {
    this.sized.observe(this.scroller);
  }

  protected override willUpdate(): void {
    if (this.hasUpdated) this.heightBefore = this.scroller.scrollHeight;
  }

  private heightBefore = 0;

  protected override updated(changes: PropertyValues<this>): void {
    const first = this.events[0]?.seq ?? 0;
    const earlier = changes.has("events") && this.firstSeq > first && first > 0;
    this.firstSeq = first;
    if (earlier) this.scroller.scrollTop += this.scroller.scrollHeight - this.heightBefore;
    else if (this.atEnd || changes.has("sending")) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  private stay(): void {
    this.height = this.scroller.clientHeight;
    if (this.atEnd) this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  private readonly onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    if (clientHeight !== this.height) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
}
