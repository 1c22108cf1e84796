import { html, LitElement, nothing } from "lit";
import { property, query } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { backIcon, personIcon } from "../../shared/icons";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { OpenConversation } from "../open-conversation";
import type { SavedReply, Staff, StaffConversation, StaffEvent, Viewer } from "../protocol";
import type { ReplyBox } from "../reply/reply-box";
import { putAwayOf, suggestionOf } from "../reply/suggestion";
import type { Values } from "../saved/placeholders";
import type { Sending, Unfinished } from "../unfinished";
import { nameOf, since } from "../words";
import { threadPaneStyles } from "./thread-pane.styles";

/** The open conversation: who owns it and who looks on, what was said, and the box to answer in. */
export class ThreadPane extends LitElement {
  static define(name = "console-thread-pane"): void {
    register(name, ThreadPane);
  }

  @property({ attribute: false }) open: OpenConversation | undefined;
  @property({ attribute: false }) conversation: StaffConversation | undefined;
  @property({ attribute: false }) events: StaffEvent[] = [];
  @property({ attribute: false }) sending: Sending[] = [];
  @property({ attribute: false }) viewers: Viewer[] = [];
  @property({ attribute: false }) unfinished: Unfinished | undefined;
  @property({ attribute: false }) saved: readonly SavedReply[] = [];
  @property() progress = "";
  @property() problem = "";
  @property({ attribute: false }) staff: Staff | undefined;
  @property({ type: Boolean }) details = false;
  @query("console-reply") private readonly reply!: ReplyBox | null;

  static override styles = [base, controls, threadPaneStyles];

  focusReply(note: boolean): void {
    this.reply?.start(note);
  }

  takeSuggestion(): void {
    this.reply?.takeSuggestion();
  }

  discardSuggestion(): void {
    this.reply?.discardSuggestion();
  }

  override render() {
    const { conversation, problem, open } = this;
    if (problem) return html`<div class="pane blank" role="alert"><p>${problem}</p></div>`;
    if (!open) return html`<div class="pane blank">${this.welcome()}</div>`;
    if (!conversation) return html`<div class="pane blank" role="status"><p>Loading</p></div>`;
    return html`<section class="pane" aria-label=${`Conversation with ${nameOf(conversation)}`}>
      ${this.header(conversation)}
      <console-thread
        .events=${this.events}
        .sending=${this.sending}
        .myId=${this.staff?.id ?? ""}
        .shopper=${nameOf(conversation)}
        .progress=${this.progress}
        .details=${this.details}
        .moreBefore=${open.moreBefore}
      ></console-thread>
      <console-reply
        .unfinished=${this.unfinished}
        .conversationId=${open.id}
        .lockedBy=${this.lockedBy(conversation)}
        .admin=${this.staff?.role === "admin"}
        .trainer=${this.staff?.role !== "agent"}
        .suggestion=${conversation.owner === "agent" ? suggestionOf(this.events) : undefined}
        .putAway=${conversation.owner === "agent" ? putAwayOf(this.events) : undefined}
        .saved=${this.saved}
        .values=${this.values(conversation)}
        .mine=${this.isMine(conversation)}
      ></console-reply>
    </section>`;
  }

  private welcome() {
    return html`<p>Choose a conversation.</p>
      <p class="quiet"><kbd>j</kbd> <kbd>k</kbd> to move, <kbd>Enter</kbd> to open, <kbd>?</kbd> for all keys</p>`;
  }

  private header(conversation: StaffConversation) {
    const mine = this.isMine(conversation);
    const theirs = conversation.owner === "agent" && !mine;
    return html`<div class="head">
      <button type="button" class="icon back" aria-label="Back to the queue" @click=${() => this.act("back")}>
        ${backIcon}
      </button>
      <div class="who">
        <h2>${nameOf(conversation)}</h2>
        <p class="owner" data-testid="owner">${this.ownerInWords(conversation, mine)}</p>
      </div>
      <p class="viewers" role="status" data-testid="viewers">${this.onlookers()}</p>
      <div class="acts">
        ${mine || theirs ? nothing : this.button("take", "Take over", "t", true)}
        ${mine
          ? html`${this.button("pass", "Pass on", "p")} ${this.button("return", "Give back", "g")}`
          : nothing}
        ${conversation.owner === "closed" ? nothing : this.button("close", "Close", "e", false, theirs)}
        <button type="button" class="icon info" aria-label="Customer" @click=${() => this.act("customer")}>
          ${personIcon}
        </button>
      </div>
    </div>`;
  }

  private button(act: "take" | "pass" | "return" | "close", text: string, key: string, main = false, disabled = false) {
    return html`<button
      type="button"
      class="button ${main ? "main" : ""}"
      data-testid=${`act-${act}`}
      ?disabled=${disabled && this.staff?.role !== "admin"}
      @click=${() => this.act(act)}
    >
      ${text} <kbd aria-hidden="true">${key}</kbd>
    </button>`;
  }

  private ownerInWords(conversation: StaffConversation, mine: boolean): string {
    const waited = conversation.waiting_since === null ? "" : since(conversation.waiting_since);
    switch (conversation.owner) {
      case "waiting":
        if (conversation.note_only) return `Left for the team, ${waited}`;
        return waited === "now" ? "Waiting for a person" : `Waiting for a person, ${waited}`;
      case "agent":
        return mine ? "You are answering" : `${conversation.agent?.name ?? "A colleague"} is answering`;
      case "bot":
        return "The bot is answering";
      case "closed":
        return "Closed";
    }
  }

  private onlookers(): string {
    const writing = this.viewers.filter((viewer) => viewer.typing).map((viewer) => viewer.name);
    if (writing.length) return `${writing.join(", ")} ${writing.length > 1 ? "are" : "is"} writing`;
    const here = this.viewers.map((viewer) => viewer.name);
    return here.length ? `Also here: ${here.join(", ")}` : "";
  }

  private isMine(conversation: StaffConversation): boolean {
    return conversation.owner === "agent" && conversation.agent?.id === this.staff?.id;
  }

  private lockedBy(conversation: StaffConversation): string {
    if (conversation.owner !== "agent" || this.isMine(conversation)) return "";
    return conversation.agent?.name ?? "A colleague";
  }

  /** What the placeholders of saved replies stand for here. */
  private values({ shopper, slots }: StaffConversation): Values {
    return {
      first_name: shopper.name.trim().split(/\s+/)[0] ?? "",
      agent_name: this.staff?.name ?? "",
      order_number: String(slots["order_number"] ?? ""),
    };
  }

  private act(act: HTMLElementEventMap["console-act"]["detail"]["act"]): void {
    emit(this, "console-act", { act });
  }
}
