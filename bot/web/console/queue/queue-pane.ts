import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { Counts, InboxItem } from "../protocol";
import { type Tab, TABS } from "../queue-list";
import type { Mark } from "../unfinished";
import { nameOf, plain, since } from "../words";
import { queueStyles } from "./queue-pane.styles";

const TITLES: Record<Tab, string> = { waiting: "Waiting", mine: "Mine", agent: "Team", bot: "Bot", closed: "Closed" };
const EMPTY: Record<Tab, string> = {
  waiting: "Nobody is waiting.",
  mine: "You have taken over nothing yet. Press t in a conversation.",
  agent: "No colleague is in a conversation.",
  bot: "The bot talks to nobody right now.",
  closed: "Nothing was closed yet.",
};
/** Minutes of waiting after which it shows, and after which it is urgent. */
const LONG_WAIT_MIN = 3;
const TOO_LONG_MIN = 10;
const MOST_COUNTED = 99;
const TICK_MS = 15_000;
const SEARCH_PAUSE_MS = 250;

/** The conversations of one state, with how many there are of each. */
export class QueuePane extends LitElement {
  static define(name = "console-queue"): void {
    register(name, QueuePane);
  }

  @property({ attribute: false }) items: InboxItem[] = [];
  @property() tab: Tab = "waiting";
  @property({ attribute: false }) counts: Counts | undefined;
  @property() search = "";
  @property({ type: Boolean }) loading = false;
  @property({ type: Boolean }) more = false;
  @property() openId = "";
  @property() problem = "";
  @property() myId = "";
  /** Conversations in which the agent has yet to answer. */
  @property({ attribute: false }) unanswered: ReadonlySet<string> = new Set();
  /** Conversations in which the agent has begun to write, or could not send. */
  @property({ attribute: false }) marks: ReadonlyMap<string, Mark> = new Map();
  @query("input") private readonly field!: HTMLInputElement;
  private clock = 0;
  private searchTimer = 0;

  static override styles = [base, controls, queueStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    this.clock = window.setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.clock);
    clearTimeout(this.searchTimer);
  }

  /** The next or previous conversation gets the focus; Enter opens it. */
  move(step: number): void {
    const rows = this.rows;
    const focused = rows.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const from = focused >= 0 ? focused : rows.findIndex((row) => row.dataset["id"] === this.openId);
    const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), rows.length - 1);
    rows[to]?.focus();
  }

  choose(index: number): void {
    const tab = TABS[index];
    if (tab) emit(this, "console-tab", { tab });
  }

  focusSearch(): void {
    this.field.focus();
    this.field.select();
  }

  /** The open conversation, the first one, or the tab: never a field, so that keys are acts again. */
  focusItem(): void {
    const open = this.rows.find((row) => row.dataset["id"] === this.openId);
    const tab = this.renderRoot.querySelector<HTMLElement>("[role=tab][aria-selected=true]");
    (open ?? this.rows[0] ?? tab)?.focus();
  }

  override render() {
    return html`<nav aria-label="Queue">
      <div class="tabs" role="tablist" aria-label="State" @keydown=${this.onTabKey}>${TABS.map((tab) => this.tabButton(tab))}</div>
      <input
        type="search"
        placeholder="Search all conversations"
        aria-label="Search conversations"
        .value=${this.search}
        @input=${this.onSearch}
        @keydown=${this.onSearchKey}
      />
      <div id="list" class="list" role="tabpanel" aria-label=${this.listed} data-testid="queue">
        ${this.search ? html`<p class="scope">${this.listed}</p>` : nothing}
        <ul role="list">
          ${repeat(
            this.items,
            (item) => item.id,
            (item) => html`<li>${this.row(item)}</li>`,
          )}
        </ul>
        ${this.items.length ? nothing : html`<p class="empty">${this.emptyText}</p>`}
        ${this.problem
          ? html`<button type="button" class="button more" @click=${this.again}>Try again</button>`
          : nothing}
        ${this.more
          ? html`<button type="button" class="button more" @click=${() => emit(this, "console-more")}>Show more</button>`
          : nothing}
      </div>
    </nav>`;
  }

  /** What the list holds: a search looks at everything. */
  private get listed(): string {
    return this.search ? "In all conversations" : TITLES[this.tab];
  }

  private get emptyText(): string {
    if (this.problem) return this.problem;
    if (this.loading) return "Loading";
    return this.search ? `Nothing found for “${this.search}”.` : EMPTY[this.tab];
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }

  private tabButton(tab: Tab) {
    const count = tab === "closed" || tab === "bot" ? undefined : this.counts?.[tab];
    const selected = tab === this.tab;
    const alert = (tab === "waiting" && count) || (tab === "mine" && this.unanswered.size);
    return html`<button
      type="button"
      role="tab"
      aria-selected=${selected}
      aria-controls="list"
      tabindex=${selected ? 0 : -1}
      class=${alert ? "alert" : ""}
      data-testid=${`tab-${tab}`}
      @click=${() => emit(this, "console-tab", { tab })}
    >
      ${TITLES[tab]}${count ? html` <span class="count">${count > MOST_COUNTED ? `${MOST_COUNTED}+` : count}</span>` : nothing}
    </button>`;
  }

  private row(item: InboxItem) {
    const open = item.id === this.openId;
    const who = { shopper: "", bot: "Bot: ", agent: `${item.agent?.name ?? "Team"}: ` }[item.last?.role ?? "shopper"];
    return html`<button
      type="button"
      class="row"
      data-id=${item.id}
      data-testid="queue-item"
      aria-current=${open ? "true" : nothing}
      @click=${() => emit(this, "console-open", { id: item.id })}
    >
      <span class="first"><span class="who">${nameOf(item)}</span>${this.age(item)}</span>
      <span class="last" dir="auto">${item.last ? `${who}${item.last.text}` : "Nothing was said yet."}</span>
      ${this.facts(item)}
    </button>`;
  }

  private age(item: InboxItem) {
    if (item.owner !== "waiting" || item.waiting_since === null) {
      return html`<span class="quiet">${since(item.updated)}</span>`;
    }
    if (item.note_only) return html`<span class="quiet">${`left, ${since(item.waiting_since)}`}</span>`;
    const minutes = (Date.now() / 1000 - item.waiting_since) / 60;
    const level = minutes >= TOO_LONG_MIN ? "bad" : minutes >= LONG_WAIT_MIN ? "warn" : "quiet";
    return html`<span class="wait ${level}">${minutes < 1 ? "waits" : `waits ${since(item.waiting_since)}`}</span>`;
  }

  private facts(item: InboxItem) {
    const mood = { angry: "bad", unhappy: "warn", neutral: "", happy: "good" }[item.mood];
    const owner = { waiting: "", agent: "", bot: "With the bot", closed: "Closed" }[item.owner];
    const facts = [
      this.own(item),
      this.search && owner ? html`<span>${owner}</span>` : nothing,
      item.topic ? html`<span>${plain(item.topic)}</span>` : nothing,
      mood ? html`<span class=${mood}>${plain(item.mood)}</span>` : nothing,
      item.owner === "agent" && item.agent && item.agent.id !== this.myId ? html`<span>with ${item.agent.name}</span>` : nothing,
    ].filter((fact) => fact !== nothing);
    return facts.length ? html`<span class="facts">${facts}</span>` : nothing;
  }

  /** What the agent has to do in it. */
  private own({ id }: InboxItem) {
    const mark = this.marks.get(id);
    if (mark === "unsent") return html`<span class="bad">Not sent</span>`;
    if (mark === "draft") return html`<span class="warn">Draft</span>`;
    return this.unanswered.has(id) ? html`<span class="due">Unanswered</span>` : nothing;
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("openId")) this.renderRoot.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  private readonly onSearch = (): void => {
    clearTimeout(this.searchTimer);
    const words = this.field.value.trim();
    this.searchTimer = window.setTimeout(() => emit(this, "console-search", { words }), SEARCH_PAUSE_MS);
  };

  /** Escape ends the search before it leaves the field: what is not shown must not hide anything. */
  private readonly onSearchKey = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    clearTimeout(this.searchTimer);
    if (this.field.value || this.search) emit(this, "console-search", { words: "" });
    this.field.value = "";
  };

  private readonly again = (): void => {
    emit(this, "console-search", { words: this.search });
  };

  private readonly onTabKey = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (TABS.indexOf(this.tab) + step + TABS.length) % TABS.length;
    this.choose(at);
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>("[role=tab]")[at]?.focus());
  };
}
