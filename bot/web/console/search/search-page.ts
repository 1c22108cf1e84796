import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import type { Api } from "../api";
import { FindingsView } from "../knowledge/findings/findings-view";
import { Looking } from "../knowledge/looking";
import { PassageView } from "../knowledge/passage/passage-view";
import { controls } from "../look";
import { searchAddress } from "../route";
import { searchStyles } from "./search-page.styles";

/** Ask as a shopper would, and see the answer with everything behind it. The address holds the question. */
export class SearchPage extends LitElement {
  static define(name = "console-search"): void {
    for (const part of [FindingsView, PassageView]) part.define();
    register(name, SearchPage);
  }

  @property({ attribute: false }) api!: Api;
  @property() question = "";
  @property() earlier = "";
  @property({ type: Boolean }) teaching = false;
  @property({ type: Boolean }) busy = false;
  /** Goes up when the index has learned something. */
  @property({ type: Number }) learned = 0;
  @query("input[name=question]") private readonly field!: HTMLInputElement;
  @query("input[name=after]") private readonly afterField!: HTMLInputElement;
  @query("console-findings") private readonly findings!: FindingsView | null;
  private looking: Looking | undefined;

  static override styles = [base, controls, searchStyles];

  focusSearch(): void {
    this.field.focus();
    this.field.select();
  }

  move(step: number): void {
    if (step > 0) this.findings?.focusHit();
  }

  override render() {
    return html`<div class="page">
      <form role="search" @submit=${this.onSubmit} @keydown=${this.onFieldKey} @console-to-field=${this.focusSearch}>
        <label class="question">
          Question
          <input name="question" type="search" maxlength="2000" autocomplete="off" .value=${this.question} data-testid="question" />
        </label>
        <label>
          Asked before (for a follow-up)
          <input name="after" maxlength="2000" autocomplete="off" .value=${this.earlier} data-testid="after" />
        </label>
        <button type="submit" class="button main">Search</button>
      </form>
      ${this.content()}
    </div>`;
  }

  private content() {
    const { looking } = this;
    if (!looking?.question) return this.empty();
    if (looking.problem) return html`<p class="state bad" role="alert">${looking.problem}</p>`;
    if (!looking.found) return html`<p class="state quiet" role="status">Searching the documents</p>`;
    return html`<console-findings
      class=${looking.busy ? "old" : ""}
      .found=${looking.found}
      .earlier=${this.earlier}
      .teaching=${this.teaching}
      .busy=${this.busy}
      @console-to-field=${this.focusSearch}
    ></console-findings>`;
  }

  private empty() {
    return html`<div class="state quiet" data-testid="empty">
      <p>
        Ask what a shopper would ask. You get the answer that the shopper would get, with its sources, or see that the bot
        declines.
      </p>
      <p>
        Below stands why: each passage that was found, with its scores by words, by meaning, of both together and of the
        re-ranker, and the labelled questions that are like it.
      </p>
      ${this.teaching ? html`<p>In a passage you choose the sentence that answers, where the bot missed it.</p>` : nothing}
      <p class="keys"><kbd>Enter</kbd> searches, <kbd>↓</kbd> goes to the passages, <kbd>Enter</kbd> opens one, <kbd>Esc</kbd> closes it.</p>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.focusSearch();
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    this.looking ??= new Looking(this.api, this.onLooked);
    if (["question", "earlier", "learned"].some((name) => changes.has(name as keyof SearchPage))) {
      void this.looking.look(this.question, this.earlier);
    }
  }

  private readonly onLooked = (): void => {
    if (this.looking?.expired) emit(this, "console-sign-out");
    this.requestUpdate();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    const [question, after] = [this.field.value.trim(), this.afterField.value.trim()];
    if (question === this.question && after === this.earlier) void this.looking?.look(question, after);
    else location.hash = searchAddress(question, after);
  };

  private readonly onFieldKey = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" || !this.findings) return;
    event.preventDefault();
    this.findings.focusHit();
  };
}
