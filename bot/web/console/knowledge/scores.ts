import { html, type TemplateResult } from "lit";
import type { Hit } from "./protocol";

export type Score = "lexical" | "dense" | "fused" | "late" | "reranked";

/** Heads of the columns, and what each score is. */
export const SCORES: Record<Score, { name: string; meaning: string }> = {
  lexical: { name: "Lexical", meaning: "BM25: the question's words in the passage" },
  dense: { name: "Dense", meaning: "Cosine of meaning" },
  fused: { name: "Fused", meaning: "Both together: this ranks" },
  late: { name: "Late", meaning: "Late interaction: how near the text comes to each word of the question, on average" },
  reranked: { name: "Re-ranked", meaning: "Log-odds that it answers, read together with the question" },
};

/** The scores that the hits have. */
export function scoresOf(hits: readonly Hit[]): Score[] {
  const further: Score[] = ["late", "reranked"];
  return ["lexical", "dense", "fused", ...further.filter((name) => hits.some((hit) => hit[name] !== null))];
}

/** From 0 to 1: a share of the best one, of 1, or the probability that log-odds stand for. */
export function lengthOf(score: Score, hit: Hit, hits: readonly Hit[]): number {
  const value = hit[score] ?? 0;
  if (score === "dense" || score === "late") return clamp(value);
  if (score === "reranked") return 1 / (1 + Math.exp(-value));
  return clamp(value / Math.max(...hits.map((one) => one[score] ?? 0), 1e-9));
}

export function inDigits(score: Score, hit: Hit): string {
  const value = hit[score];
  if (value === null) return "none";
  const sign = (score === "fused" || score === "reranked") && value >= 0 ? "+" : "";
  return `${sign}${value.toFixed(2)}`.replace("-", "−");
}

/** A number over its bar. */
export function scoreBar(score: Score, hit: Hit, hits: readonly Hit[]): TemplateResult {
  const length = lengthOf(score, hit, hits);
  return html`<span class="score ${score}" data-testid=${`score-${score}`}>
    <span class="label">${SCORES[score].name}</span>
    <span class="digits">${inDigits(score, hit)}</span>
    ${bar(length)}
  </span>`;
}

/** A share as a bar; with a tick at `mark`. For the eye only: the number stands beside it. */
export function bar(share: number, mark?: number): TemplateResult {
  const length = `${(clamp(share) * 100).toFixed(1)}%`;
  const place = mark === undefined ? "" : `${(clamp(mark) * 100).toFixed(1)}%`;
  return html`<svg class="bar" aria-hidden="true">
    <rect class="track" width="100%" height="4" y="4" rx="2"></rect>
    <rect class="fill" width=${length} height="4" y="4" rx="2"></rect>
    <rect class="tick" x=${place || "0"} width=${place ? 2 : 0} height="12"></rect>
  </svg>`;
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
