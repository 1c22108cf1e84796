import { expect, test } from "vitest";
import type { SavedReply } from "../console/protocol";
import { filled, firstUnfilled, unfilled } from "../console/saved/placeholders";
import { matching } from "../console/saved/saved-replies";

const TEXT = "Hello {first_name}, order {order_number} left today. {agent_name}";

test("what is known is filled in, the rest stays to be seen", () => {
  const known = { first_name: "Ada", agent_name: "Mara", order_number: "" };
  const text = filled(TEXT, known);
  expect(text).toBe("Hello Ada, order {order_number} left today. Mara");
  expect(unfilled(text)).toEqual(["{order_number}"]);
  const [start, end] = firstUnfilled(text) ?? [0, 0];
  expect(text.slice(start, end)).toBe("{order_number}");
  expect(firstUnfilled(filled(TEXT, { ...known, order_number: "FW-1" }))).toBeUndefined();
  expect(unfilled("{first_name} {first_name} {other}")).toEqual(["{first_name}"]);
});

test("a name that holds signs of a pattern is put in as it is", () => {
  expect(filled("{first_name}", { first_name: "$& Ada", agent_name: "", order_number: "" })).toBe("$& Ada");
});

test("replies are found by the words of name and text, by name first", () => {
  const reply = (name: string, text: string): SavedReply => ({ id: name, name, text, changed: 0, changed_by: "" });
  const all = [reply("Address", "Which address?"), reply("Late parcel", "Your parcel is late."), reply("Parcel lost", "We look for it.")];
  const names = (words: string): string[] => matching(all, words).map(({ name }) => name);
  expect(names("")).toEqual(["Address", "Late parcel", "Parcel lost"]);
  expect(names("parcel")).toEqual(["Parcel lost", "Late parcel"]);
  expect(names("PARCEL late")).toEqual(["Late parcel"]);
  expect(names("which")).toEqual(["Address"]);
  expect(names("refund")).toEqual([]);
});
