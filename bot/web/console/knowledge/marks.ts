import { html, type TemplateResult } from "lit";

const WORD = /[\p{L}\p{N}]+/gu;
const STOP = new Set(
  ("a about an and any are as at be but by can could did do does for from has have how i if in is it its long many me " +
    "much my of on or our shall should so that the their them there they this to us was we what when where which who " +
    "why will with would you your").split(" "),
);

/** What words of a question are compared by: "shipped", "shipping" and "ships" as one. */
function stem(word: string): string {
  const lower = word.toLowerCase();
  const cut = lower.replace(/(?:ing|ies|ed|es|s|y)$/, "");
  return cut.length < 3 ? lower : cut.replace(/(.)\1$/, "$1");
}

/** The parts of a text, each with whether it is one of the question's words. */
export function wordsOf(question: string, text: string): { text: string; said: boolean }[] {
  const asked = new Set((question.match(WORD) ?? []).filter((word) => !STOP.has(word.toLowerCase())).map(stem));
  const parts: { text: string; said: boolean }[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    if (!asked.has(stem(match[0]))) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), said: false });
    end = match.index + match[0].length;
    parts.push({ text: match[0], said: true });
  }
  if (end < text.length) parts.push({ text: text.slice(end), said: false });
  return parts;
}

/** The text with the question's words in <mark>. */
export function marked(question: string, text: string): TemplateResult {
  return html`${wordsOf(question, text).map((part) => (part.said ? html`<mark>${part.text}</mark>` : part.text))}`;
}

/** A passage as running text: the bars of tables and the signs of lists and headings left out. */
export function running(text: string): string {
  return text.split("\n").filter((line) => !RULE.test(line)).map(plainLine).join(" ").replace(/\s+/g, " ").trim();
}

/** The line of dashes below a table's head. */
const RULE = /^\s*\|[\s:|-]+\|\s*$/;

function plainLine(line: string): string {
  const cells = line.replace(/^\s*(?:[-*•]|\d+\.|#+)\s+/, "").split("|").map((cell) => cell.trim());
  return cells.filter(Boolean).join(" · ");
}
