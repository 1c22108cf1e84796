import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { moment } from "../../shared/format";
import { base } from "../../shared/theme";
import type { Api } from "../api";
import { documentAddress } from "../knowledge/address";
import { FindingsView } from "../knowledge/findings/findings-view";
import { knowledgeLook } from "../knowledge/look";
import { Looking } from "../knowledge/looking";
import { PassageView } from "../knowledge/passage/passage-view";
import type { Gap, Unmet } from "../knowledge/protocol";
import { bar } from "../knowledge/scores";
import { listPage, moveFocus } from "../list-page";
import { controls } from "../look";
import { gapsAddress, searchAddress } from "../route";
import { since } from "../words";
import { GapList, KINDS, type Kind } from "./gap-list";
import { gapsStyles } from "./gaps-page.styles";

type Tab = Kind | "unmet";

const TABS: readonly Tab[] = [...KINDS, "unmet"];
const TITLES: Record<Tab, string> = { open: "Open", answered: "Answered", settled: "Settled", unmet: "Products" };
const EMPTY: Record<Tab, string> = {
  open: "Every question of this time is answered, or was never asked.",
  answered: "No question that was declined is answered by now. Write a document, or teach.",
  settled: "Here come questions of which you taught that nothing answers them.",
  unmet: "Every wish for a product was met. What you do not sell, or have in no such size or price, comes here.",
};
const QUESTIONS = "Choose a question to see why it was declined, and to teach what answers it.";
const WISHES = "What shoppers wished for and could not have. Choose a wish to read the conversation in which it was made last.";
const DAYS = [7, 30, 90, 365];

/** What shoppers asked in vain, the most frequent first; one of them in detail, to be taught. */
export class GapsPage extends LitElement {
  static define(name = "console-gaps"): void {
    for (const part of [FindingsView, PassageView]) part.define();
    register(name, GapsPage);
  }

  @property({ attribute: false }) api!: Api;
  @property() question = "";
  @property({ type: Boolean }) busy = false;
  @property({ type: Number }) learned = 0;
  @state() private tab: Tab = "open";
  private list: GapList | undefined;
  private looking: Looking | undefined;

  static override styles = [base, controls, knowledgeLook, listPage, gapsStyles];

  focusSearch(): void {
    this.rows[0]?.focus();
  }

  move(step: number): void {
    moveFocus(this.rows, step);
  }

  override render() {
    return html`<section class="list" aria-label="Asked in vain">${this.top()} ${this.gaps()}</section>
      <section class="detail" aria-label="Question">${this.detail()}</section>`;
  }

  private top() {
    return html`<div class="top">
      <div class="tabs" role="group" aria-label="State">
        ${TABS.map((tab) => {
          const count = tab === "unmet" ? this.list?.unmet.length : this.list?.of(tab).length;
          return html`<button type="button" aria-pressed=${tab === this.tab} data-testid=${`gaps-${tab}`} @click=${() => (this.tab = tab)}>
            ${TITLES[tab]}${count ? ` ${count}` : ""}
          </button>`;
        })}
      </div>
      <select aria-label="How far to look back" @change=${this.onDays}>
        ${DAYS.map((days) => html`<option value=${days} ?selected=${days === this.list?.days}>${days} days</option>`)}
      </select>
    </div>`;
  }

  private gaps() {
    const { list } = this;
    if (list?.problem) return html`<p class="empty bad" role="alert">${list.problem}</p>`;
    if (!list?.read) return html`<p class="empty" role="status">Reading what was declined, and asking it again</p>`;
    if (this.tab === "unmet") return this.wishes(list.unmet);
    const gaps = list.of(this.tab);
    if (!gaps.length) return html`<p class="empty">${list.declined ? EMPTY[this.tab] : this.nothing(list.days)}</p>`;
    return html`${list.busy ? html`<p class="again more" role="status">Asking them again</p>` : nothing}
      <ul role="list" @keydown=${this.onKey}>${gaps.map((gap) => html`<li>${this.row(gap)}</li>`)}</ul>`;
  }

  private wishes(unmet: Unmet[]) {
    if (!unmet.length) return html`<p class="empty">${EMPTY.unmet}</p>`;
    return html`<ul role="list" @keydown=${this.onKey}>
      ${unmet.map(
        (one) => html`<li>
          <a class="row" data-testid="unmet" href=${`#/${one.conversation_id}`} title="The last conversation that wished for it">
            <span class="times" title="Times wished for">${one.times}<span class="hidden-text"> times</span></span>
            <span class="lead">${one.wish}</span>
            <span class="more">${since(one.last)}</span>
            <span class="more lines">${one.known ? "None in stock fits" : "Nothing is called so"}</span>
          </a>
        </li>`,
      )}
    </ul>`;
  }

  private nothing(days: number): string {
    return `Nothing was declined in the last ${days} days. What shoppers ask in vain comes here, to be taught or written about.`;
  }

  private row(gap: Gap) {
    const open = gap.question === this.question;
    const now = gap.now || gap.tried.slice(0, 2).map((one) => one.document).join(", ");
    return html`<button
      type="button"
      class="row"
      data-testid="gap"
      aria-current=${open ? "true" : nothing}
      @click=${() => (location.hash = gapsAddress(gap.question))}
    >
      <span class="times" title="Times asked">${gap.times}<span class="hidden-text"> times</span></span>
      <span class="lead">${gap.question}</span>
      <span class="more">${since(gap.last)}</span>
      <span class="more lines">${now}</span>
    </button>`;
  }

  private detail() {
    const { looking, question } = this;
    if (!question) return html`<p class="empty">${this.tab === "unmet" ? WISHES : QUESTIONS}</p>`;
    const gap = this.list?.gaps.find((one) => one.question === question);
    return html`<div class="page" data-testid="gap-detail">
      <a class="back" href=${gapsAddress()}>All questions</a>
      <h1>${question}</h1>
      <p class="facts">
        ${gap ? html`Asked ${gap.times === 1 ? "once" : `${gap.times} times`}, last ${moment(gap.last)} · ` : nothing}
        ${gap ? html`<a href=${`#/${gap.conversation_id}`}>Conversation</a> · ` : nothing}
        <a href=${searchAddress(question)} data-testid="open-search">Open in Search</a>
      </p>
      ${gap ? this.tried(gap) : nothing}
      ${looking?.problem ? html`<p class="caption bad" role="alert">${looking.problem}</p>` : nothing}
      ${looking && !looking.found && looking.busy ? html`<p class="caption" role="status">Searching the documents</p>` : nothing}
      ${looking?.found
        ? html`<console-findings class=${looking.busy ? "old" : ""} .found=${looking.found} teaching .busy=${this.busy}></console-findings>`
        : nothing}
    </div>`;
  }

  private tried({ tried, answerable }: Gap) {
    const best = Math.max(...tried.map((one) => one.score), 1e-9);
    return html`<p class="caption">When it was asked: ${answerable.toFixed(2)} covered; tried, with fused scores</p>
      <ul role="list" class="tried">
        ${tried.map(
          ({ document, score }) => html`<li class="fused">
            <a href=${documentAddress(document)} target="_blank" rel="noopener">${document}</a>
            ${bar(score / best)}<span class="digits">${score.toFixed(2)}</span>
          </li>`,
        )}
      </ul>`;
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    this.list ??= new GapList(this.api, this.onChange);
    this.looking ??= new Looking(this.api, this.onChange);
    this.toggleAttribute("detail", Boolean(this.question));
    if (changes.has("learned")) void this.list.load();
    if (changes.has("question") || changes.has("learned")) void this.looking.look(this.question);
  }

  private readonly onChange = (): void => {
    if (this.list?.expired || this.looking?.expired) emit(this, "console-sign-out");
    this.requestUpdate();
  };

  private readonly onDays = (event: Event): void => {
    void this.list?.load(Number((event.target as HTMLSelectElement).value));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    this.move(step);
  };
}
