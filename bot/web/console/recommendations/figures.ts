import { html, nothing, svg, type TemplateResult } from "lit";
import { money } from "../../shared/format";
import type { Figure, Metric, Row } from "./protocol";

export interface Column {
  metric: Metric;
  title: string;
  /** How often, in words, where no rate can be told. */
  count(row: Row, currency: string): string;
}

export const COLUMNS: readonly Column[] = [
  { metric: "click_through", title: "Clicks", count: (row) => whole(row.clicked) },
  { metric: "add_to_cart", title: "Carts", count: (row) => whole(row.carted) },
  { metric: "purchase", title: "Purchases", count: (row) => whole(row.bought) },
  { metric: "revenue", title: "Revenue a list", count: (row, currency) => `${money(String(row.sales), currency)} in all` },
];

export function whole(count: number): string {
  return count.toLocaleString("en-GB");
}

/** "1 list", "1,204 lists". */
export function counted(count: number, one: string): string {
  return `${whole(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** "12.0 %" or "2.81 €"; with its sign for a difference of rates, in points. */
export function inWords(value: number, metric: Metric, currency: string, difference = false): string {
  const sign = difference && value > 0 ? "+" : "";
  if (metric === "revenue") return `${sign}${money(value.toFixed(2), currency)}`.replace("-", "−");
  const share = (value * 100).toPrecision(3);
  const text = difference ? (value * 100).toFixed(2) : Number(share) >= 100 ? "100" : share;
  return `${sign}${text}${difference ? " pt" : " %"}`.replace("-", "−");
}

/** A figure over its interval, drawn from 0 to `most`; how often it was where there is too little to tell. */
export function figureCell(figure: Figure, metric: Metric, currency: string, most: number, count = ""): TemplateResult {
  const { value, low, high } = figure;
  if (value === null || low === null || high === null) {
    return html`${count ? html`<span class="value">${count}</span>` : nothing}<span class="few">too few to tell</span>`;
  }
  const ends = [low, high].map((end) => inWords(end, metric, currency).replace(" %", ""));
  return html`<span class="value">${inWords(value, metric, currency)}</span>
    <span class="ends">${ends[0]} to ${ends[1]}</span>${whisker(low, value, high, 0, most)}`;
}

/** A difference over its interval, drawn around 0; in bold where the interval is without 0. */
export function differenceCell(figure: Figure, metric: Metric, currency: string): TemplateResult {
  const { value, low, high } = figure;
  if (value === null || low === null || high === null) return html`<span class="few">too few to tell</span>`;
  const most = Math.max(Math.abs(low), Math.abs(high));
  const ends = [low, high].map((end) => inWords(end, metric, currency, true).replace(" pt", ""));
  const clear = low > 0 ? "better" : high < 0 ? "worse" : "";
  return html`<span class="value ${clear}">${inWords(value, metric, currency, true)}</span>
    <span class="ends">${ends[0]} to ${ends[1]}</span>${whisker(low, value, high, -most, most)}`;
}

/** For the eye only: the numbers stand beside it. */
function whisker(low: number, value: number, high: number, from: number, to: number) {
  const at = (number: number): string => `${(2 + (96 * (number - from)) / (to - from || 1)).toFixed(1)}%`;
  const zero = svg`<line class="zero" x1=${at(0)} x2=${at(0)} y1="0" y2="12"></line>`;
  return html`<svg class="whisker" aria-hidden="true">
    <line class="track" x1="2%" x2="98%" y1="6" y2="6"></line>
    ${from < 0 ? zero : nothing}
    <line class="reach" x1=${at(low)} x2=${at(high)} y1="6" y2="6"></line>
    <circle class="dot" cx=${at(value)} cy="6" r="3.5"></circle>
  </svg>`;
}

/** The highest end of an interval: the scale on which rows are drawn together. */
export function mostOf(rows: readonly Row[], metric: Metric): number {
  return Math.max(...rows.map((row) => row[metric].high ?? 0), 1e-9);
}
