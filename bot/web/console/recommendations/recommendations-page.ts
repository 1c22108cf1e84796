import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { RequestFailed } from "../../shared/http";
import { base } from "../../shared/theme";
import type { Api } from "../api";
import { controls } from "../look";
import { recommendationsAddress } from "../route";
import { plain } from "../words";
import { COLUMNS, counted, differenceCell, figureCell, inWords, mostOf, whole } from "./figures";
import type { Exploration, RecommendationReport, Row, Trial } from "./protocol";
import { recommendationsStyles } from "./recommendations-page.styles";

const RANGES = [7, 28, 90] as const;
const DAY = 86_400_000;

/** What recommendations brought in, and how the arms of experiments compare. */
export class RecommendationsPage extends LitElement {
  static define(name = "console-recommendations"): void {
    register(name, RecommendationsPage);
  }

  @property({ attribute: false }) api!: Api;
  @property() since = "";
  @property() until = "";
  @state() private report: RecommendationReport | undefined;
  @state() private problem = "";
  @state() private busy = false;

  static override styles = [base, controls, recommendationsStyles];

  focusSearch(): void {
    this.renderRoot.querySelector<HTMLElement>("input")?.focus();
  }

  move(_step: number): void {
    // Nothing here is gone through by keys.
  }

  override render() {
    return html`<div class="page">${this.top()} ${this.content()}</div>`;
  }

  private top() {
    const [since, until] = this.days;
    return html`<div class="top">
      <h1>What recommendations brought in</h1>
      <form class="range" @change=${this.onDays} @submit=${(event: Event) => event.preventDefault()}>
        <span class="quick" role="group" aria-label="Last days">
          ${RANGES.map(
            (count) => html`<button type="button" aria-pressed=${this.isLast(count)} data-testid=${`last-${count}`} @click=${() => this.last(count)}>
              ${count} days
            </button>`,
          )}
        </span>
        <input type="date" name="since" aria-label="First day" .value=${since} max=${until} required />
        <span class="quiet" aria-hidden="true">to</span>
        <input type="date" name="until" aria-label="Last day" .value=${until} min=${since} max=${today()} required />
      </form>
    </div>`;
  }

  private content() {
    const { report } = this;
    if (this.problem) return html`<p class="empty bad" role="alert">${this.problem}</p>`;
    if (!report) return html`<p class="empty" role="status">Adding up what was shown</p>`;
    if (!report.total.impressions) {
      return html`<p class="empty" data-testid="nothing-shown">
        No list of products was shown to anybody in this time. What the bot recommends in the chat, and what your pages
        show of it, comes here with what became of it.
      </p>`;
    }
    return html`<div class=${this.busy ? "old" : ""} data-testid="report">
      ${this.total(report)} ${report.trials.map((trial) => this.trial(trial, report.currency))}
      ${this.table("By model", report.models, report.currency, "Fixed figures")}
      ${this.table("By source", report.sources, report.currency, "Not named")}
      ${this.table("By place", report.places, report.currency, "Not named")}
      ${report.exploration ? this.exploration(report.exploration, report.currency) : nothing} ${this.notes(report)}
    </div>`;
  }

  private total({ total, currency }: RecommendationReport) {
    return html`<p class="lead">
        ${counted(total.impressions, "list")} shown to ${counted(total.shoppers, "shopper")}. Rates are of lists.
      </p>
      <dl class="total">
        ${COLUMNS.map(
          ({ metric, title, count }) => html`<div>
            <dt>${title}</dt>
            <dd>${figureCell(total[metric], metric, currency, mostOf([total], metric), count(total, currency))}</dd>
          </div>`,
        )}
      </dl>`;
  }

  private trial(trial: Trial, currency: string) {
    const differences = trial.differences.map(
      (one) => html`<tr class="difference" data-testid="difference">
        <th scope="row">${one.arm}<span class="lists">less ${one.against}</span></th>
        <td class="lists-cell"></td>
        ${COLUMNS.map(({ metric, title }) => html`<td data-title=${title}>${differenceCell(one[metric], metric, currency)}</td>`)}
      </tr>`,
    );
    return html`<section data-testid="trial">
      <h2>Experiment ${trial.name}</h2>
      ${sampleRatio(trial)} ${this.rows("Arm", trial.arms, currency, "", differences)}
      ${trial.both ? html`<p class="note">${whole(trial.both)} shoppers were in two arms, before and after they signed in.</p>` : nothing}
    </section>`;
  }

  private table(title: string, rows: readonly Row[], currency: string, unnamed: string) {
    return html`<section>
      <h2>${title}</h2>
      ${this.rows(title.replace("By ", ""), rows, currency, unnamed)}
    </section>`;
  }

  private rows(title: string, rows: readonly Row[], currency: string, unnamed: string, more: TemplateResult[] = []) {
    const most = COLUMNS.map(({ metric }) => mostOf(rows, metric));
    return html`<table>
      <thead>
        <tr>
          <th scope="col">${plain(title)}</th>
          <th scope="col">Lists</th>
          ${COLUMNS.map((column) => html`<th scope="col">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) => html`<tr data-testid="row">
            <th scope="row">${row.name || unnamed}</th>
            <td class="lists-cell">${whole(row.impressions)}<span class="lists">${counted(row.shoppers, "shopper")}</span></td>
            ${COLUMNS.map(
              ({ metric, title: head, count }, at) => html`<td data-title=${head}>
                ${figureCell(row[metric], metric, currency, most[at] ?? 1, count(row, currency))}
              </td>`,
            )}
          </tr>`,
        )}
        ${more}
      </tbody>
    </table>`;
  }

  private exploration(found: Exploration, currency: string) {
    const rate = (figure: Exploration["ips"]) =>
      figure.value === null
        ? "too few to tell"
        : `${inWords(figure.value, "click_through", currency)}, ${inWords(figure.low ?? 0, "click_through", currency)} to ${inWords(figure.high ?? 0, "click_through", currency)}`;
    return html`<section>
      <h2>Exploration</h2>
      <p class="note">
        In ${whole(found.explored)} of ${whole(found.lists)} lists one place showed one of the next-best products. What the
        best list alone would have brought, in clicks:
      </p>
      <dl class="estimates">
        <div><dt>As shown</dt><dd>${rate(found.shown)}</dd></div>
        <div><dt>Best list (IPS)</dt><dd>${rate(found.ips)}</dd></div>
        <div><dt>Best list (SNIPS)</dt><dd>${rate(found.snips)}</dd></div>
        <div><dt>Effective lists</dt><dd>${whole(Math.round(found.effective))}</dd></div>
      </dl>
    </section>`;
  }

  private notes(report: RecommendationReport) {
    const notes: [number, string, string][] = [
      [report.unfinished, "list", "shown so lately that more may come"],
      [report.left_out, "list", "shown to bots or test accounts and not counted"],
      [report.unpriced, "purchase", "told without a price; that revenue is not known"],
    ];
    return html`<p class="note">
      Lines and “to” are 95 % intervals over shoppers.
      ${notes.map(([count, one, text]) => (count ? `${counted(count, one)} ${count === 1 ? "was" : "were"} ${text}. ` : nothing))}
    </p>`;
  }

  private get days(): [string, string] {
    const until = this.until || today();
    return [this.since || dayOf(Date.parse(until) - 27 * DAY), until];
  }

  private isLast(count: number): boolean {
    const [since, until] = this.days;
    return until === today() && since === dayOf(Date.parse(until) - (count - 1) * DAY);
  }

  private last(count: number): void {
    location.hash = recommendationsAddress(dayOf(Date.parse(today()) - (count - 1) * DAY), today());
  }

  private readonly onDays = (event: Event): void => {
    const form = event.currentTarget as HTMLFormElement;
    if (!form.reportValidity()) return;
    const days = new FormData(form);
    location.hash = recommendationsAddress(String(days.get("since")), String(days.get("until")));
  };

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("api") || changes.has("since") || changes.has("until")) void this.load();
  }

  private async load(): Promise<void> {
    const [since, until] = this.days;
    this.problem = "";
    this.busy = true;
    try {
      const report = await this.api.recommendations(since, until);
      if (since === this.days[0] && until === this.days[1]) this.report = report;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (error.status === 401) emit(this, "console-sign-out");
      this.problem = error.message;
    }
    this.busy = false;
  }
}

/** Whether shoppers were shared out as planned: said quietly where they were, loudly where not. */
function sampleRatio({ sample_ratio: ratio }: Trial) {
  if (!ratio) return html`<p class="note">It is not checked how shoppers were shared out: too few, or not in the settings any more.</p>`;
  if (!ratio.alarming) return html`<p class="note">Shoppers are shared out as planned (p = ${ratio.p.toPrecision(2)}).</p>`;
  const found = Object.entries(ratio.counts).map(
    ([arm, count]) => `${arm} ${whole(count)} instead of ${whole(Math.round(ratio.expected[arm] ?? 0))}`,
  );
  return html`<p class="alarm" role="alert" data-testid="alarm">
    <strong>Do not trust these figures.</strong> Shoppers are not shared out as planned: ${found.join(", ")}
    (p = ${ratio.p.toExponential(0)}). Something loses or doubles shoppers of an arm, or the shares were changed in this time.
  </p>`;
}

function today(): string {
  return dayOf(Date.now());
}

/** The day of a moment in UTC, in which the report counts days. */
function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}
