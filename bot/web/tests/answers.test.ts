import { beforeEach, expect, test, vi } from "vitest";
import type { Api } from "../console/api";
import { ApprovedAnswers, begunFor, having, NEW, newKey, wordingOf } from "../console/answers/approved-answers";
import type { Approved } from "../console/answers/protocol";
import { answersAddress, routeOf } from "../console/route";
import { RequestFailed } from "../shared/http";

const kept = new Map<string, string>();
beforeEach(() => kept.clear());
vi.stubGlobal("localStorage", {
  getItem: (name: string) => kept.get(name) ?? null,
  setItem: (name: string, text: string) => kept.set(name, text),
  removeItem: (name: string) => kept.delete(name),
});

function approved(id: string, fields: Partial<Approved> = {}): Approved {
  const rest = { sources: [], valid_until: "", run_out: false, learned: true, revision: "1", times: 0, last: null };
  return { id, questions: [`${id}?`], answer: `Of ${id}.`, ...rest, ...fields };
}

const learning = { learning: { state: "learning" } };

test("answers are found by all words of id, questions and text, in the order of the list", () => {
  const all = [approved("wrap", { questions: ["Do you wrap gifts?", "paper"] }), approved("gift-card")];
  const ids = (words: string): string[] => having(all, words).map(({ id }) => id);
  expect(ids("")).toEqual(["wrap", "gift-card"]);
  expect(ids("GIFT")).toEqual(["wrap", "gift-card"]);
  expect(ids(" paper  gifts ")).toEqual(["wrap"]);
  expect(ids("of card")).toEqual(["gift-card"]);
  expect(ids("horse")).toEqual([]);
});

test("what is begun for a question has a key and an address of its own", () => {
  expect(begunFor(newKey("a & b?"))).toBe("a & b?");
  expect(begunFor(newKey())).toBe("");
  expect(begunFor("new")).toBeUndefined();
  expect(routeOf(answersAddress(NEW, "a & b?"))).toEqual({ page: "answers", answer: NEW, question: "a & b?" });
  expect(routeOf(answersAddress("a/b c"))).toEqual({ page: "answers", answer: "a/b c", question: "" });
});

test("a draft is kept until it says what was there before, and goes when it is saved", async () => {
  const saveAnswer = vi.fn(async () => ({ answer: approved("wrap", { answer: "Free.", revision: "2" }), ...learning }));
  const answers = async () => ({ answers: [approved("less"), approved("wrap", { times: 2 })], days: 30 });
  const store = new ApprovedAnswers({ answers, saveAnswer } as unknown as Api, "tess", () => undefined, () => undefined);
  await store.load();
  expect(store.list.map(({ id }) => id)).toEqual(["wrap", "less"]);
  const wording = wordingOf(approved("wrap"));
  store.write("wrap", { ...wording, answer: "Free." });
  expect([...store.drafts.keys()]).toEqual(["wrap"]);
  store.write("wrap", wording);
  expect([...store.drafts.keys()]).toEqual([]);
  store.write("wrap", { ...wording, questions: "wrap?\n\n  paper? \n", answer: "Free." });
  await store.save("wrap", store.drafts.get("wrap") ?? wording);
  expect(saveAnswer).toHaveBeenCalledWith("wrap", {
    questions: ["wrap?", "paper?"], answer: "Free.", sources: [], valid_until: "", revision: "1",
  });
  expect([...store.drafts.keys()]).toEqual([]);
  store.write(newKey("horse?"), { ...wording, questions: "horse?", answer: "", revision: "" });
  expect([...store.drafts.keys()]).toEqual([]);
});

test("what is refused stays a draft, and the list is read anew; one that is gone is saved as a new one", async () => {
  let there = [approved("wrap")];
  const refused = new RequestFailed(409, "conflict", "Changed.");
  const saveAnswer = vi.fn().mockRejectedValueOnce(refused);
  const answers = async () => ({ answers: there, days: 30 });
  const store = new ApprovedAnswers({ answers, saveAnswer } as unknown as Api, "tess", () => undefined, () => undefined);
  await store.load();
  store.write("wrap", { ...wordingOf(approved("wrap")), answer: "Free." });
  there = [approved("wrap", { answer: "5 EUR.", revision: "2" })];
  const draft = store.drafts.get("wrap") ?? wordingOf(approved("wrap"));
  await expect(store.save("wrap", draft)).rejects.toBe(refused);
  expect(store.list[0]?.revision).toBe("2");
  expect(store.drafts.get("wrap")?.answer).toBe("Free.");
  there = [];
  await store.load();
  saveAnswer.mockResolvedValueOnce({ answer: approved("wrap-2"), ...learning });
  await store.save("wrap", draft);
  expect(saveAnswer.mock.lastCall?.[0]).toBe("");
  expect(store.drafts.size).toBe(0);
});
