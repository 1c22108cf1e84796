import { expect, test } from "vitest";
import type { Api } from "../console/api";
import { GapList } from "../console/gaps/gap-list";
import { Looking } from "../console/knowledge/looking";
import { running, wordsOf } from "../console/knowledge/marks";
import type { Gap, Hit, Lookup } from "../console/knowledge/protocol";
import { inDigits, lengthOf, scoresOf } from "../console/knowledge/scores";
import { Teaching } from "../console/knowledge/teaching";
import { routeOf, searchAddress } from "../console/route";
import { RequestFailed } from "../shared/http";

const said = (question: string, text: string): string[] =>
  wordsOf(question, text).filter((part) => part.said).map((part) => part.text);

test("the question's words are marked in their other forms, small words are not", () => {
  const text = "Shipping to Austria: we shipped the countries' parcels, and ship on.";
  expect(said("do you ship to austria", text)).toEqual(["Shipping", "Austria", "shipped", "ship"]);
  expect(wordsOf("do you ship", text).map((part) => part.text).join("")).toBe(text);
  expect(said("do you", text)).toEqual([]);
});

test("a table reads as running text", () => {
  expect(running("## Costs\n\n| | Germany |\n|---|---|\n| Return | free |\n- one")).toBe("Costs Germany Return · free one");
});

test("an address gives back the question that it was made of", () => {
  const route = routeOf(searchAddress("20 % off & more?", "a#b"));
  expect(route).toEqual({ page: "search", question: "20 % off & more?", after: "a#b" });
  expect(routeOf("#/c_12")).toEqual({ page: "inbox", id: "c_12" });
  expect(routeOf("")).toEqual({ page: "inbox", id: "" });
  expect(routeOf("#/gaps?q=x")).toEqual({ page: "gaps", question: "x" });
});

test("bars are shares of the best, cosines and probabilities", () => {
  const passage = { passage_id: "a#0", document_id: "a", title: "A", text: "" };
  const hits: Hit[] = [
    { passage, lexical: 4, dense: 0.5, fused: 2, late: 0.5, reranked: 0, read: "" },
    { passage, lexical: 1, dense: -0.1, fused: -1, late: null, reranked: -50, read: "" },
  ];
  const [first, second] = hits as [Hit, Hit];
  expect(lengthOf("lexical", second, hits)).toBe(0.25);
  expect(lengthOf("dense", first, hits)).toBe(0.5);
  expect(lengthOf("reranked", first, hits)).toBe(0.5);
  expect(lengthOf("late", first, hits)).toBe(0.5);
  expect(scoresOf(hits)).toEqual(["lexical", "dense", "fused", "late", "reranked"]);
  expect(scoresOf([])).toEqual(["lexical", "dense", "fused"]);
  expect([lengthOf("dense", second, hits), lengthOf("fused", second, hits)]).toEqual([0, 0]);
  expect([inDigits("fused", first), inDigits("fused", second)]).toEqual(["+2.00", "−1.00"]);
});

test("an answer to an older question is thrown away", async () => {
  const answers = new Map<string, (found: Lookup) => void>();
  const lookUp = (question: string): Promise<Lookup> => new Promise((resolve) => answers.set(question, resolve));
  const looking = new Looking({ lookUp } as unknown as Api, () => undefined);
  const old = looking.look("old");
  const fresh = looking.look("fresh");
  answers.get("fresh")?.({ question: "fresh" } as Lookup);
  answers.get("old")?.({ question: "old" } as Lookup);
  await Promise.all([old, fresh]);
  expect(looking.found?.question).toBe("fresh");
  expect(looking.busy).toBe(false);
});

test("gaps are open, answered by now, or settled", async () => {
  const gap = (question: string, now: string, settled: boolean): Gap => ({
    question, times: 1, last: 0, conversation_id: "c", answerable: 0, tried: [], now, settled,
  });
  const gaps = [gap("a", "", false), gap("b", "It is.", false), gap("c", "", true)];
  const wish = { wish: "typewriter", known: false, times: 2, last: 0, conversation_id: "c" };
  const api = {
    gaps: async () => ({ gaps, declined: 3, days: 30 }),
    unmet: async () => ({ unmet: [wish], wishes: 2, days: 30 }),
  };
  const list = new GapList(api as unknown as Api, () => undefined);
  await list.load();
  expect(list.unmet).toEqual([wish]);
  expect((["open", "answered", "settled"] as const).map((kind) => list.of(kind).map((one) => one.question))).toEqual([["a"], ["b"], ["c"]]);
});

test("a lesson that is refused says why and is not the last one", async () => {
  const refused = async (): Promise<never> => {
    throw new RequestFailed(409, "index_busy", "What Ada taught is being learned just now.");
  };
  const teaching = new Teaching({ teach: refused } as unknown as Api, () => undefined);
  await teaching.teach({ question: "a", nothing: true });
  expect(teaching.problem).toBe("What Ada taught is being learned just now.");
  expect([teaching.lesson, teaching.busy]).toEqual([undefined, false]);
});
