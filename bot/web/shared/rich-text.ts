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
  list: boolean;
  lines: string[];
}

/** Line breaks, lists ("- ") and **bold**; everything else is shown as it was written. */
export function richText(text: string): TemplateResult {
  return html`${blocks(text).map((block) =>
    block.list
      ? html`<ul class="bullets">
          ${block.lines.map((line) => html`<li>${inline(line)}</li>`)}
        </ul>`
      : html`<p>${block.lines.map((line, index) => (index ? html`<br />${inline(line)}` : inline(line)))}</p>`,
  )}`;
}

function blocks(text: string): Block[] {
  const found: Block[] = [];
  let open: Block | undefined;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const item = /^[-•] +(.*)/.exec(line);
    if (!line) open = undefined;
    else if (open && open.list === Boolean(item)) open.lines.push(item?.[1] ?? line);
    else found.push((open = { list: Boolean(item), lines: [item?.[1] ?? line] }));
  }
  return found;
}

function inline(line: string): TemplateResult {
  const parts = line.split(/\*\*(.+?)\*\*/);
  return html`${parts.map((part, index) => (index % 2 ? html`<strong>${part}</strong>` : part))}`;
}
