import { expect, test } from "vitest";
import type { Api } from "../console/api";
import type { Counts, InboxItem } from "../console/protocol";
import { QueueList } from "../console/queue-list";
import { since, valueInWords } from "../console/words";

const counts: Counts = { waiting: 1, agent: 0, mine: 0, bot: 0 };
const unused = {} as Api;

function item(id: string, change: Partial<InboxItem> = {}): InboxItem {
  return {
    id, shopper: { id: "v", name: "", email: "", identified: false }, channel: "widget", owner: "waiting", agent: null,
    topic: "", mood: "neutral", waiting_since: 100, note_only: false, last: null, last_seq: 1, messages: 1, created: 1, updated: 1, ...change,
  };
}

test("who waits longest stands first, and leaves the list when somebody takes over", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.merge([item("late", { waiting_since: 300 }), item("early", { waiting_since: 200 })], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["early", "late"]);
  queue.merge([item("early", { owner: "agent", agent: { id: "me", name: "Me" } })], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["late"]);
});

test("what was only left for the team stands behind who waits in the chat", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.merge([item("left", { waiting_since: 100, note_only: true }), item("chat", { waiting_since: 300 })], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["chat", "left"]);
});

test("mine holds only what I own", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.tab = "mine";
  const owned = (id: string, owner: string) => item(id, { owner: "agent", agent: { id: owner, name: owner } });
  queue.merge([owned("a", "me"), owned("b", "you")], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["a"]);
});

test("what a shopper wrote to me stays unanswered until I write", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  const said = (id: string, role: "shopper" | "agent", owner: string) =>
    item(id, { owner: "agent", agent: { id: owner, name: owner }, last: { role, text: "Hello", time: 5 } });
  queue.merge([said("a", "shopper", "me"), said("b", "shopper", "you"), said("c", "agent", "me")], counts);
  expect([...queue.unanswered]).toEqual(["a"]);
  queue.merge([said("a", "agent", "me")], counts);
  expect([...queue.unanswered]).toEqual([]);
});

test("a search looks at all conversations, and going to a tab ends it", async () => {
  const asked: string[][] = [];
  const inbox = async (...words: string[]) => {
    asked.push(words);
    return { items: [item("old", { owner: "closed" })], next: null, counts };
  };
  const queue = new QueueList({ inbox } as unknown as Api, "me", () => undefined);
  queue.search = "boots";
  await queue.load();
  queue.merge([item("old", { owner: "bot", updated: 2 })], counts);
  expect(queue.items.map(({ id, owner }) => [id, owner])).toEqual([["old", "bot"]]);
  queue.show("mine");
  await queue.load();
  expect(asked).toEqual([["all", "boots"], ["mine", ""]]);
});

test("a search is not filled with news", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.search = "boots";
  queue.merge([item("new")], counts);
  expect(queue.items).toEqual([]);
});

test("times and values in words", () => {
  expect([since(0, 30), since(0, 240), since(0, 7_300), since(0, 200_000)]).toEqual(["now", "4 min", "2 h", "2 d"]);
  expect(valueInWords({ size_eu: 42, colours: ["red", "blue"], gift: false })).toBe(
    "Size eu: 42; Colours: red, blue; Gift: no",
  );
});
