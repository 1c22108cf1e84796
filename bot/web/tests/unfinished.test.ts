import { expect, test } from "vitest";
import { Unfinished } from "../console/unfinished";

const failed = { clientId: "1", act: "reply" as const, text: "Hello", error: "No connection." };

test("drafts and unsent texts are told apart, and changes of what the queue marks are told", () => {
  let told = 0;
  const unfinished = new Unfinished("me", () => (told += 1));
  unfinished.write("a", { text: "H", note: false });
  unfinished.write("a", { text: "He", note: false });
  expect(told).toBe(1);
  unfinished.put("b", failed);
  expect([...unfinished.marks()]).toEqual([["a", "draft"], ["b", "unsent"]]);
  unfinished.write("a", { text: "", note: true });
  unfinished.discard("b", "1");
  expect(unfinished.marks().size).toBe(0);
});

test("what is sent again takes the place of what failed", () => {
  const unfinished = new Unfinished("me", () => undefined);
  unfinished.put("a", failed);
  unfinished.put("a", { ...failed, error: "" });
  expect(unfinished.sending("a").map(({ error }) => error)).toEqual([""]);
});
