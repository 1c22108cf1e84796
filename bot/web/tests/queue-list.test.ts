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
    topic: "", mood: "neutral", waiting_since: 100, last: null, last_seq: 1, messages: 1, created: 1, updated: 1, ...change,
  };
}

test("who waits longest stands first, and leaves the list when somebody takes over", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.merge([item("late", { waiting_since: 300 }), item("early", { waiting_since: 200 })], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["early", "late"]);
  queue.merge([item("early", { owner: "agent", agent: { id: "me", name: "Me" } })], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["late"]);
});

test("mine holds only what I own", () => {
  const queue = new QueueList(unused, "me", () => undefined);
  queue.tab = "mine";
  const owned = (id: string, owner: string) => item(id, { owner: "agent", agent: { id: owner, name: owner } });
  queue.merge([owned("a", "me"), owned("b", "you")], counts);
  expect(queue.items.map(({ id }) => id)).toEqual(["a"]);
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
