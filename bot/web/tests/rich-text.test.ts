import { expect, test } from "vitest";
import type { Citation } from "../shared/protocol";
import { blocks, segments } from "../shared/rich-text";

function citing(text: string, words: string, number: number): Citation {
  const start = Array.from(text.slice(0, text.indexOf(words))).length;
  const end = start + Array.from(words).length;
  return { number, start, end, passage_id: `p${number}`, document_id: `d${number}`, title: "Title", quote: words };
}

test("a sentence keeps its full stop and carries its sources", () => {
  const text = "Returns take 60 days. The label is free.";
  const pieces = segments(text, [citing(text, "Returns take 60 days", 1), citing(text, "The label is free", 2)]);
  expect(pieces.map((piece) => piece.text)).toEqual(["Returns take 60 days.", " The label is free."]);
  expect(pieces.map((piece) => piece.citations.map(({ number }) => number))).toEqual([[1], [2]]);
});

test("offsets count code points, as the server does", () => {
  const text = "🏔️ Nice 😀 tents. And mats.";
  const [first, second] = segments(text, [citing(text, "Nice 😀 tents", 1)]);
  expect(first?.text).toBe("🏔️ Nice 😀 tents.");
  expect(second).toEqual({ text: " And mats.", citations: [] });
});

test("two sources of one sentence stand together", () => {
  const text = "One sentence.";
  const pieces = segments(text, [citing(text, "One sentence", 1), citing(text, "sentence", 2)]);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]?.citations).toHaveLength(2);
});

test("an end beyond the text and no citation at all are harmless", () => {
  const wild = { ...citing("Short", "Short", 1), end: 900 };
  expect(segments("Short", [wild]).map((piece) => piece.text)).toEqual(["Short"]);
  expect(segments("Plain", [])).toEqual([{ text: "Plain", citations: [] }]);
});

test("a table stands between the words before it and what follows, with its sources", () => {
  const rows = "S – Chest: 90\nM – Chest: 94";
  const text = `Adults:\n${rows}\nMeasure over a shirt.`;
  const start = text.indexOf(rows);
  const table = { start, end: start + rows.length, columns: ["Size", "Chest"], rows: [["S", "90"], ["M", "94"]] };
  const [before, shown, after] = segments(text, [citing(text, rows, 1)], [table]);
  expect(before).toEqual({ text: "Adults:\n", citations: [] });
  expect(shown?.table).toBe(table);
  expect(shown?.citations.map(({ number }) => number)).toEqual([1]);
  expect(after?.text).toBe("\nMeasure over a shirt.");
});

test("a table at the beginning leaves no empty piece", () => {
  const text = "S – Chest: 90\nM – Chest: 94";
  const table = { start: 0, end: text.length, columns: ["Size", "Chest"], rows: [["S", "90"], ["M", "94"]] };
  expect(segments(text, [citing(text, text, 1)], [table]).map((piece) => piece.table)).toEqual([table]);
});

test("numbered steps are a list, a single number is none", () => {
  const kinds = (text: string) => blocks(text).map(({ kind, lines }) => [kind, lines.length]);
  expect(kinds("How it works:\n1. Register.\n2. Pack.\n3. Send.\nThat is all.")).toEqual([["text", 1], ["steps", 3], ["text", 1]]);
  expect(kinds("1. June is a holiday")).toEqual([["text", 1]]);
  expect(kinds("1. One\n2. Two\n1. Anew\n2. Again")).toEqual([["steps", 2], ["steps", 2]]);
  expect(kinds("- a\n- b\n4. c")).toEqual([["bullets", 2], ["text", 1]]);
  expect(blocks("4. c")[0]?.lines).toEqual(["4. c"]);
});
