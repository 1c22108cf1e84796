import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { emit, register } from "../../../shared/elements";
import { downIcon } from "../../../shared/icons";
import { linked } from "../../../shared/linked";
import { base } from "../../../shared/theme";
import type { Embed } from "../../embed";
import { texts } from "../texts";
import type { FailureItem, Item, ShopperItem } from "../timeline";
import { messageLogStyles } from "./message-log.styles";

const NEAR_END_PX = 80;

/** The conversation. Follows new messages while the reader is at the end, else offers to go there. */
export class MessageLog extends LitElement {
  static define(name = "shopclerk-log"): void {
    register(name, MessageLog);
  }

  @property({ attribute: false }) items: Item[] = [];
  @property({ attribute: false }) embed: Embed | undefined;
  @property() bot = "";
  @property() progress = "";
  @property({ type: Boolean }) online = true;
  /** While history arrives nothing of it is read out. */
  @property({ type: Boolean }) busy = false;
  @state() private behind = false;
  @query(".scroll") private readonly scroller!: HTMLElement;
  @query(".end") private readonly end!: HTMLElement;
  private atEnd = true;
  private resizes: ResizeObserver | undefined;

  static override styles = [base, messageLogStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.resizes?.disconnect();
  }

  override render() {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${texts.history} @scroll=${this.onScroll}>
        <slot></slot>
        <div class="log" role="log" aria-live="polite" aria-label=${texts.history} aria-busy=${this.busy}>
          ${repeat(
            this.items,
            (item) => item.key,
            (item, index) => this.item(item, this.items[index - 1]),
          )}
        </div>
        <div class="progress" role="status" data-testid="progress">
          ${this.progress ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${this.progress}` : nothing}
        </div>
        <div class="end"></div>
      </div>
      ${this.behind
        ? html`<button type="button" class="jump" @click=${this.toEnd}>${downIcon}${texts.newMessages}</button>`
        : nothing}`;
  }

  private item(item: Item, previous: Item | undefined) {
    const first = previous?.kind !== item.kind;
    switch (item.kind) {
      case "shopper":
        return this.shopper(item, first);
      case "bot":
        return html`<article class="said bot" data-testid="bot-message">
          ${first ? this.author(this.bot, true) : nothing}
          <shopclerk-bot-message .item=${item} .embed=${this.embed}></shopclerk-bot-message>
        </article>`;
      case "agent": {
        const same = previous?.kind === "agent" && previous.name === item.name;
        return html`<article class="said agent" data-testid="agent-message">
          ${same ? nothing : this.author(item.name, false)}
          <p class="plain">${linked(item.text)}</p>
        </article>`;
      }
      case "notice":
        return html`<p class="notice" data-testid="notice">${item.text}</p>`;
      case "failure":
        return this.failure(item);
    }
  }

  private author(name: string, bot: boolean) {
    return html`<p class="author">
      <span class="mark ${bot ? "" : "human"}" aria-hidden="true">${name.charAt(0).toUpperCase()}</span>${name}
    </p>`;
  }

  private shopper(item: ShopperItem, first: boolean) {
    return html`<article class="said shopper ${item.state} ${first ? "first" : ""}" data-testid="shopper-message">
      <p class="bubble"><span class="hidden-text">${texts.you}: </span>${item.text}</p>
      ${item.state === "sending" ? html`<p class="state late">${this.online ? texts.sending : texts.unsent}</p>` : nothing}
      ${item.state === "refused" ? this.refused(item) : nothing}
    </article>`;
  }

  private refused(item: ShopperItem) {
    return html`<p class="state error">
      ${texts.refused} ${item.error}
      <button type="button" @click=${() => emit(this, "shopclerk-retry", { clientId: item.key })}>${texts.retry}</button>
    </p>`;
  }

  private failure(item: FailureItem) {
    return html`<div class="failure" data-testid="failure">
      <p>${item.text}</p>
      <p class="ways">
        ${item.retry
          ? html`<button type="button" @click=${() => emit(this, "shopclerk-send", { text: item.retry })}>
              ${texts.retry}
            </button>`
          : nothing}
        <button type="button" @click=${() => emit(this, "shopclerk-person")}>${texts.person}</button>
      </p>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.resizes = new ResizeObserver(() => {
      if (this.atEnd) this.scrollToLast();
    });
    this.resizes.observe(this.scroller);
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has("items") && !changes.has("progress")) return;
    const ownMessage = this.items.at(-1)?.kind === "shopper" && changes.has("items");
    if (this.atEnd || ownMessage || this.busy) void this.settle();
    else if (changes.has("items") && changes.get("items")?.length !== this.items.length) this.behind = true;
  }

  /** Cards and chips have their height only after their own update. */
  private async settle(): Promise<void> {
    const parts = this.renderRoot.querySelectorAll<LitElement>("shopclerk-bot-message");
    await parts[parts.length - 1]?.updateComplete;
    requestAnimationFrame(() => this.scrollToLast());
  }

  /** To the end, but never past the beginning of what was answered last, where that is taller than the window, nor
   * of the greeting. */
  private scrollToLast(): void {
    if (!this.items.length) return;
    let first = this.renderRoot.querySelector<HTMLElement>(".log > :last-child");
    const room = this.scroller.clientHeight;
    const bottom = this.scroller.scrollHeight - room;
    while (first?.previousElementSibling?.classList.contains("bot")) {
      first = first.previousElementSibling as HTMLElement;
    }
    const top = first?.classList.contains("bot") && !this.busy ? first.offsetTop - 12 : bottom;
    this.scroller.scrollTop = Math.min(bottom, top);
    this.atEnd = true;
    this.behind = false;
  }

  private readonly toEnd = (): void => {
    this.end.scrollIntoView({ block: "end" });
  };

  private readonly onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    if (this.atEnd) this.behind = false;
  };
}
