import { expect, test } from "vitest";
import type { StaffEvent } from "../console/protocol";
import { drafted, putAwayOf, suggestionOf } from "../console/reply/suggestion";

function events(...shown: Record<string, unknown>[]): StaffEvent[] {
  return shown.map((event, place) => ({ seq: place + 1, time: place, ...event }) as StaffEvent);
}

const asked = { type: "MessageReceived", message_id: "m1", text: "How long?" };
const suggested = { type: "Suggested", suggestion_id: "g1", text: "60 days.", in_reply_to: "m1" };

test("a suggestion stands until somebody answers, it is used, or the shopper writes on", () => {
  expect(suggestionOf(events(asked, suggested))?.text).toBe("60 days.");
  for (const next of [
    { type: "AgentSaid", agent_id: "a", name: "Mara", text: "60 days.", message_id: "a1" },
    { type: "Replied", reply: { text: "60 days." } },
    { type: "SuggestionUsed", suggestion_id: "g1", use: "discarded" },
    { type: "MessageReceived", message_id: "m2", text: "Hello?" },
  ]) {
    expect(suggestionOf(events(asked, suggested, next))).toBeUndefined();
  }
  const again = { ...suggested, suggestion_id: "g2", in_reply_to: "m2", text: "Yes." };
  const on = events(asked, suggested, { type: "MessageReceived", message_id: "m2", text: "Hm?" }, again);
  expect(suggestionOf(on)?.text).toBe("Yes.");
});

test("what was put away comes back, as long as the message waits", () => {
  const away = { type: "SuggestionUsed", suggestion_id: "g1", use: "discarded" };
  const back = { ...away, use: "restored" };
  expect(putAwayOf(events(asked, suggested))).toBeUndefined();
  expect(putAwayOf(events(asked, suggested, away))?.text).toBe("60 days.");
  expect(putAwayOf(events(asked, suggested, away, back))).toBeUndefined();
  expect(suggestionOf(events(asked, suggested, away, back))?.text).toBe("60 days.");
  expect(suggestionOf(events(asked, suggested, away, back, away))).toBeUndefined();
  expect(putAwayOf(events(asked, suggested, away, { type: "MessageReceived", message_id: "m2", text: "Hello?" }))).toBeUndefined();
  expect(putAwayOf(events(asked, suggested, { ...away, use: "kept" }))).toBeUndefined();
});

test("one that comes too late, or of which another is used, changes nothing", () => {
  const said = { type: "AgentSaid", agent_id: "a", name: "Mara", text: "Hello", message_id: "a1" };
  expect(suggestionOf(events(asked, said, suggested))).toBeUndefined();
  expect(suggestionOf(events(asked, suggested, { type: "SuggestionUsed", suggestion_id: "g0", use: "kept" }))?.text).toBe("60 days.");
  expect(suggestionOf([])).toBeUndefined();
});

test("a draft is never overwritten", () => {
  expect(drafted("", "60 days.")).toBe("60 days.");
  expect(drafted("  ", "60 days.")).toBe("60 days.");
  expect(drafted("Hello Ada, ", "60 days.")).toBe("Hello Ada,\n60 days.");
});
