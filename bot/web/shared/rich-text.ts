import { html, type TemplateResult } from "lit";
import type { Citation, Table } from "./protocol";

/** A piece of a reply with the sources that support it: `text` may hold several lines, or says in lines what
 *  `table` shows. */
export interface Segment {
  text: string;
  table?: Table;
  citations: Citation[];
}

/** Cut a reply after each supported sentence, so that its sources can stand under it, and around its tables. */
export function segments(text: string, citations: readonly Citation[], tables: readonly Table[] = []): Segment[] {
  const points = Array.from(text);
  const byEnd = new Map<number, Citation[]>(tables.flatMap(({ start, end }) => [[start, []], [end, []]]));
  for (const citation of citations) {
    const end = afterSentence(points, citation.end);
    byEnd.set(end, [...(byEnd.get(end) ?? []), citation]);
  }
  const pieces: Segment[] = [];
  let start = 0;
  for (const end of [...byEnd.keys()].sort((a, b) => a - b)) {
    const table = tables.find((one) => one.start === start && one.end === end);
    const piece = { text: points.slice(start, end).join(""), citations: byEnd.get(end) ?? [] };
    if (table) pieces.push({ ...piece, table });
    else if (piece.text.trim() || piece.citations.length) pieces.push(piece);
    start = end;
  }
  const rest = points.slice(start).join("");
  if (rest.trim() || pieces.length === 0) pieces.push({ text: rest, citations: [] });
  return pieces;
}

/** A closing full stop, bracket or bold mark belongs to the sentence before it. */
function afterSentence(points: string[], end: number): number {
  let at = Math.min(end, points.length);
  while (at < points.length && /[.!?:;,)\]"'”’*]/.test(points[at] ?? "")) at += 1;
  return at;
}

interface Block {
  kind: "text" | "bullets" | "steps";
  first: number;
  lines: string[];
}

/** Line breaks, lists ("- ", "1. ") and **bold**; everything else is shown as it was written. */
export function richText(text: string): TemplateResult {
  return html`${blocks(text).map(({ kind, first, lines }) => {
    if (kind === "text") return html`<p>${lines.map((line, index) => (index ? html`<br />${inline(line)}` : inline(line)))}</p>`;
    const items = lines.map((line) => html`<li>${inline(line)}</li>`);
    return kind === "steps" ? html`<ol class="bullets" start=${first}>${items}</ol>` : html`<ul class="bullets">${items}</ul>`;
  })}`;
}

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open: Block | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const [, marker = "", said = line] = /^([-•]|\d{1,2}\.) +(.*)/.exec(line) ?? [];
    const number = Number.parseInt(marker, 10);
    const goesOn = open?.kind === "steps" && number === open.first + open.lines.length;
    const kind = number === 1 || goesOn ? "steps" : marker && Number.isNaN(number) ? "bullets" : "text";
    if (!line) open = undefined;
    else if (open?.kind === kind && number !== 1) open.lines.push(kind === "text" ? line : said);
    else found.push((open = { kind, first: number || 0, lines: [kind === "text" ? line : said] }));
  }
  return found.map((block) =>
    block.kind === "steps" && block.lines.length < 2
      ? { kind: "text", first: 0, lines: [`${block.first}. ${block.lines[0]}`] }
      : block,
  );
}

function inline(line: string): TemplateResult {
  const parts = line.split(/\*\*(.+?)\*\*/);
  return html`${parts.map((part, index) => (index % 2 ? html`<strong>${part}</strong>` : part))}`;
}
