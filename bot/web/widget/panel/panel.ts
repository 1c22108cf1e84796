import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { closeIcon } from "../../shared/icons";
import type { Citation, Shop } from "../../shared/protocol";
import { base, theme } from "../../shared/theme";
import type { Embed, PanelElement } from "../embed";
import { BotMessage } from "./bot-message/bot-message";
import { ComparisonTable } from "./comparison/comparison-table";
import { Composer } from "./composer/composer";
import { Conversation, type View } from "./conversation";
import { DataTable } from "./data-table/data-table";
import "./events";
import { keepFocus } from "./focus";
import { Gateway } from "./gateway";
import { HeaderMenu } from "./menu/menu";
import { MessageLog } from "./message-log/message-log";
import { OrderStatus } from "./order-card/order-card";
import { panelStyles } from "./panel.styles";
import { PhoneScreen } from "./phone";
import { ProfileDrawer } from "./profile/profile-drawer";
import { ProductList } from "./product-list/product-list";
import { QuickReplies } from "./quick-replies/quick-replies";
import { Rating } from "./rating/rating";
import { SourceChips } from "./sources/source-chips";
import { SourceDrawer } from "./sources/source-drawer";
import { Store } from "./store";
import { texts } from "./texts";

const PARTS = [
  BotMessage, ComparisonTable, Composer, DataTable, HeaderMenu, MessageLog, OrderStatus, ProductList, ProfileDrawer, QuickReplies,
  Rating, SourceChips, SourceDrawer,
];

/** The chat window. It stays connected while closed, so that the launcher can count what was missed. */
export class Panel extends LitElement implements PanelElement {
  static define(name = "shopclerk-panel"): void {
    for (const part of PARTS) part.define();
    register(name, Panel);
  }

  @property({ attribute: false }) embed: Embed = { origin: "", shop: "", cart: false };
  @property() identity = "";
  @property({ type: Boolean, reflect: true }) open = false;
  @state() private view: View | undefined;
  @state() private citation: Citation | undefined;
  @state() private showsProfile = false;
  @query("shopclerk-composer") private readonly composer!: Composer;
  @query("shopclerk-menu") private readonly menu!: HeaderMenu;
  @query("h2") private readonly heading!: HTMLElement;
  private conversation: Conversation | undefined;
  private gateway: Gateway | undefined;
  private store: Store | undefined;
  private chip: HTMLElement | undefined;
  private readonly phone = new PhoneScreen(this);

  static override styles = [theme, base, panelStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.conversation?.stop();
  }

  write(draft: string): void {
    void this.updateComplete.then(() => this.composer.write(draft));
  }

  /** Forget the visitor, in this page and in the browser. */
  reset(): void {
    this.conversation?.stop();
    this.store?.clear();
    new Store(this.embed.shop, false).clear();
    if (this.identity) this.identity = "";
    else this.begin();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("embed") || changes.has("identity")) this.begin();
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("open")) this.opened();
    if (this.open && document.visibilityState === "visible") this.conversation?.markSeen();
    if (changes.has("view" as keyof Panel)) emit(this, "shopclerk-unread", { count: this.view?.unread ?? 0 });
  }

  private begin(): void {
    this.conversation?.stop();
    this.citation = undefined;
    this.showsProfile = false;
    this.gateway = new Gateway(this.embed.origin, this.embed.shop);
    this.store = new Store(this.embed.shop, Boolean(this.identity));
    const conversation = new Conversation(this.gateway, this.store, this.identity || undefined, () => {
      if (this.conversation === conversation) this.view = conversation.view;
    });
    this.conversation = conversation;
    void conversation.start();
  }

  /** On a phone a focused field would raise the keyboard over the greeting. */
  private opened(): void {
    this.phone.covers = this.open;
    if (this.open) void this.updateComplete.then(() => (this.phone.small ? this.heading : this.composer).focus());
  }

  override render() {
    const { view } = this;
    const name = view?.shop?.name ?? "";
    return html`<section
      class="window"
      role="dialog"
      aria-label=${name ? `Chat with ${name}` : "Chat"}
      aria-modal=${this.phone.small ? "true" : nothing}
      data-testid="panel"
      @keydown=${this.onKeydown}
      @shopclerk-send=${(e: HTMLElementEventMap["shopclerk-send"]) => this.send(e.detail.text, e.detail.payload)}
      @shopclerk-retry=${(e: HTMLElementEventMap["shopclerk-retry"]) => this.conversation?.retry(e.detail.clientId)}
      @shopclerk-typing=${() => this.conversation?.typing()}
      @shopclerk-person=${() => this.conversation?.askForPerson()}
      @shopclerk-profile=${() => (this.showsProfile = true)}
      @shopclerk-again=${this.startAgain}
      @shopclerk-cite=${this.cite}
      @shopclerk-rate=${(e: HTMLElementEventMap["shopclerk-rate"]) =>
        this.conversation?.rate(e.detail.messageId, e.detail.rating)}
      @shopclerk-seen=${(e: HTMLElementEventMap["shopclerk-seen"]) =>
        this.conversation?.report({ type: "seen", product_id: e.detail.productId })}
      @shopclerk-view=${this.onView}
    >
      ${this.header(name)} ${this.banner()} ${this.log(name)}
      <div class="foot">
        <shopclerk-composer .draft=${this.store?.draft ?? ""} @change=${this.keepDraft}></shopclerk-composer>
      </div>
      ${this.citation
        ? html`<shopclerk-source-drawer
            .citation=${this.citation}
            .gateway=${this.gateway}
            @shopclerk-close=${this.closeSource}
          ></shopclerk-source-drawer>`
        : nothing}
      ${this.showsProfile
        ? html`<shopclerk-profile
            .gateway=${this.gateway}
            .token=${this.store?.session?.token ?? this.store?.visitor ?? ""}
            .currency=${view?.shop?.currency ?? ""}
            @shopclerk-close=${this.closeProfile}
          ></shopclerk-profile>`
        : nothing}
    </section>`;
  }

  private header(name: string) {
    const { view } = this;
    return html`<div class="top">
      <div class="who">
        <h2 tabindex="-1">${name || texts.history}</h2>
        <p class="sub">${this.presence(view)}</p>
      </div>
      <shopclerk-menu .owner=${view?.owner ?? "bot"} .empty=${!view?.items.length}></shopclerk-menu>
      <button type="button" class="icon" aria-label=${texts.close} data-testid="close" @click=${this.close}>
        ${closeIcon}
      </button>
    </div>`;
  }

  private presence(view: View | undefined): string {
    if (view?.owner === "agent" && view.agent) return `You are talking to ${view.agent}`;
    const hours = view?.shop?.hours?.replace(/-/g, "\u2060\u2013\u2060"); // a line ends behind no dash
    if (view?.owner === "waiting") {
      return hours && view.shop?.agents_online === false ? texts.personAway(hours) : texts.personAsked;
    }
    return hours ? `Our team: ${hours}` : "";
  }

  private banner() {
    const { view } = this;
    if (!view) return nothing;
    if (!view.online) return html`<p class="banner" role="status" data-testid="offline">${texts.offline}</p>`;
    if (view.undoable) {
      return html`<p class="banner" role="status">
        ${texts.startedAgain} <button type="button" @click=${() => this.conversation?.undoStartAgain()}>${texts.undo}</button>
      </p>`;
    }
    if (view.wait) {
      return html`<p class="banner" role="status" data-testid="wait">
        ${texts.wait(view.wait)}
        <button type="button" @click=${() => this.conversation?.goOn()}>${texts.goOn}</button>
      </p>`;
    }
    return view.problem && view.phase === "ready" ? html`<p class="banner bad" role="alert">${view.problem}</p>` : nothing;
  }

  private log(name: string) {
    const { view } = this;
    return html`<shopclerk-log
      .items=${view?.items ?? []}
      .embed=${this.embed}
      .bot=${name}
      .progress=${view?.progress ?? ""}
      .online=${view?.online ?? true}
      .busy=${view?.phase === "loading"}
    >
      ${view?.phase === "unreachable" ? this.unreachable(view.problem) : nothing}
      ${view?.phase === "ready" && view.shop && !view.items.length ? this.greeting(view.shop) : nothing}
    </shopclerk-log>`;
  }

  private unreachable(problem: string) {
    return html`<div class="empty" role="alert">
      <h3>${texts.unreachable}</h3>
      <p>${problem}</p>
      <button type="button" class="suggestion" @click=${() => this.begin()}>${texts.retry}</button>
    </div>`;
  }

  private greeting(shop: Shop) {
    return html`<div class="empty" data-testid="greeting">
      <h3>${shop.greeting}</h3>
      <p>${texts.emptyHint}</p>
      <ul role="list" aria-label=${texts.choices}>
        ${(shop.suggestions ?? []).map(
          ({ title, payload }) => html`<li>
            <button type="button" class="suggestion" @click=${() => this.ask(title, payload)}>${title}</button>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  /** A suggestion is a command, or a text that is asked as it stands. */
  private ask(title: string, payload: string): void {
    if (payload.startsWith("/")) this.send(title, payload);
    else this.send(payload);
  }

  /** The button that was pressed is disabled or gone after it: the focus goes on where the shopper writes. */
  private send(text: string, payload?: string): void {
    this.conversation?.send(text, payload);
    if (!this.phone.small) this.composer.focus();
    else if (payload) this.heading.focus();
  }

  private readonly startAgain = (): void => {
    this.citation = undefined;
    this.conversation?.startAgain();
    this.composer.focus();
  };

  private readonly keepDraft = (): void => {
    if (this.store) this.store.draft = this.composer.value;
  };

  private readonly cite = (event: HTMLElementEventMap["shopclerk-cite"]): void => {
    this.citation = event.detail.citation;
    this.chip = event.detail.chip;
  };

  private readonly closeSource = (event: Event): void => {
    event.stopPropagation();
    this.citation = undefined;
    this.chip?.focus();
  };

  private readonly closeProfile = (event: Event): void => {
    event.stopPropagation();
    this.showsProfile = false;
    this.menu.focusToggle();
  };

  /** On a phone the chat would hide the page that was asked for. */
  private readonly onView = (event: HTMLElementEventMap["shopclerk-view"]): void => {
    const { card, position } = event.detail;
    this.conversation?.report({ type: "clicked", product_id: card.product_id, position });
    if (this.phone.small) this.close();
  };

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") this.close();
    if (event.key === "Tab" && this.phone.small) keepFocus(this, event);
  };

  private readonly close = (): void => emit(this, "shopclerk-close");
}
