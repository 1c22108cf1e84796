import { expect, test } from "vitest";
import type { TemplateResult } from "lit";
import { linked } from "../shared/linked";

/** The pieces that are put in: texts, and of a link its address and the words that stand for it. */
function pieces(text: string): unknown[] {
  const [parts] = linked(text).values as [(string | TemplateResult)[]];
  return parts.map((part) => (typeof part === "string" ? part : part.values));
}

test("an address is a link without what ends the sentence", () => {
  expect(pieces("See https://a.example/fit?x=1&y=2.")).toEqual([
    "See ",
    ["https://a.example/fit?x=1&y=2", "https://a.example/fit?x=1&y=2", "."],
    "",
  ]);
  expect(pieces("(http://a.example/b)")[1]).toEqual(["http://a.example/b", "http://a.example/b", ")"]);
  expect(pieces("http://a.example/b_(c)")[1]).toEqual(["http://a.example/b_(c)", "http://a.example/b_(c)", ""]);
});

test("nothing else is a link", () => {
  const text = "<a href='x'>b</a> javascript:alert(1) [c](data:text/html,d) www.e.example";
  expect(pieces(text)).toEqual([text]);
});
