import { expect, test } from "vitest";
import type { PublicEvent, Reply } from "../shared/protocol";
import { texts } from "../widget/panel/texts";
import { type BotItem, emptyTimeline, follow, GO_ON_PAYLOAD, type Timeline, withOutbox } from "../widget/panel/timeline";

const time = 1_760_000_000;
const asked: Reply = {
  text: "Which one?",
  buttons: [
    { title: "Red", payload: "/red" },
    { title: "Blue", payload: "/blue" },
  ],
};

function after(...events: PublicEvent[]): Timeline {
  return events.reduce(follow, emptyTimeline);
}

function said(seq: number, text: string, payload = ""): PublicEvent {
  return { type: "MessageReceived", seq, time, message_id: `m${seq}`, client_id: `c${seq}`, text, payload };
}

function replied(seq: number, reply: Reply): PublicEvent {
  return { type: "Replied", seq, time, message_id: `r${seq}`, reply };
}

test("an event that came before is not shown twice", () => {
  const once = after(said(1, "Hello"), replied(2, { text: "Hi" }));
  expect(follow(once, replied(2, { text: "Hi" }))).toBe(once);
  expect(once.items).toHaveLength(2);
});

test("gaps in the numbers are private events and do no harm", () => {
  expect(after(said(1, "Hello"), replied(9, { text: "Hi" })).seq).toBe(9);
});

test("quick replies stay open until something was said, then show the choice", () => {
  const open = after(replied(1, asked));
  expect((open.items[0] as BotItem).choice).toBeUndefined();
  const chosen = follow(open, said(2, "Blue", "/blue"));
  expect((chosen.items[0] as BotItem).choice).toBe("/blue");
  const other = follow(open, said(2, "neither"));
  expect((other.items[0] as BotItem).choice).toBe("");
});

test("a choice counts at once, before the server has it", () => {
  const [bot, shopper] = withOutbox(after(replied(1, asked)).items, [{ clientId: "x", text: "Red", payload: "/red" }]);
  expect((bot as BotItem).choice).toBe("/red");
  expect(shopper).toMatchObject({ kind: "shopper", text: "Red", state: "sending" });
});

test("a message that came back from the server is not shown from the outbox too", () => {
  const items = withOutbox(after(said(1, "Hello")).items, [{ clientId: "c1", text: "Hello" }]);
  expect(items).toHaveLength(1);
});

test("the owner follows hand-over, agent, return and close", () => {
  const waiting = after({ type: "HandoffRequested", seq: 1, time, reason: "asked" });
  expect(waiting.owner).toBe("waiting");
  const agent = follow(waiting, { type: "AgentJoined", seq: 2, time, name: "Mara" });
  expect([agent.owner, agent.agent]).toEqual(["agent", "Mara"]);
  expect(follow(agent, { type: "ReturnedToBot", seq: 3, time, name: "Mara" }).owner).toBe("bot");
  const closed = follow(agent, { type: "Closed", seq: 3, time });
  expect(closed.owner).toBe("closed");
  expect(follow(closed, said(4, "One more thing")).owner).toBe("bot");
});

test("who would rather go on has the bot again, but not in place of an agent", () => {
  const goOn = said(2, "Go on without a person", GO_ON_PAYLOAD);
  const waiting = after({ type: "HandoffRequested", seq: 1, time, reason: "asked" });
  expect(follow(waiting, goOn).owner).toBe("bot");
  expect(follow(after({ type: "AgentJoined", seq: 1, time, name: "Mara" }), goOn).owner).toBe("agent");
});

test("what was left for the team stays there, whoever is called besides", () => {
  const left = after({ type: "HandoffRequested", seq: 1, time, reason: "asked", note: true });
  const notices = (timeline: Timeline) => timeline.items.filter(({ kind }) => kind === "notice").length;
  expect([left.owner, left.left, left.expecting]).toEqual(["waiting", true, false]);
  const again = follow(left, { type: "HandoffRequested", seq: 2, time, reason: "asked", note: true });
  expect(notices(again)).toBe(1);
  const called = follow(again, { type: "HandoffRequested", seq: 3, time, reason: "asked" });
  expect([called.expecting, notices(called)]).toEqual([true, 2]);
  const goesOn = follow(called, said(4, "Go on without a person", GO_ON_PAYLOAD));
  expect([goesOn.owner, goesOn.left, goesOn.expecting]).toEqual(["waiting", true, false]);
  const joined = follow(goesOn, { type: "AgentJoined", seq: 5, time, name: "Mara" });
  expect([joined.owner, joined.left]).toEqual(["agent", true]);
  const read = follow(joined, { type: "AgentSaid", seq: 6, time, message_id: "a", name: "Mara", text: "I have seen to it." });
  expect(read.left).toBe(false);
});

test("how long a person is waited for", () => {
  const told = (ahead: number, waited_s: number, usual_s: number | null) => texts.wait({ ahead, waited_s, usual_s });
  expect(told(0, 5, null)).toBe("You are next.");
  expect(told(1, 5, 40)).toBe("One chat is before yours. Usually within a minute.");
  expect(told(3, 5, 200)).toBe("3 chats are before yours. Usually within 4 minutes.");
  expect(told(0, 5, 10_000)).toBe("You are next. Usually within 3 hours.");
  expect(told(0, 300, 200)).toBe("You are next. It is taking longer than usual.");
});

test("a failed turn offers the message again", () => {
  const failed = after(said(1, "Where is my order?"), { type: "TurnFailed", seq: 2, time, code: "x", text: "Sorry." });
  expect(failed.items.at(-1)).toMatchObject({ kind: "failure", text: "Sorry.", retry: "Where is my order?" });
});

test("a failure that the bot also says in words stands there once", () => {
  const failure: PublicEvent = { type: "TurnFailed", seq: 2, time, code: "x", text: "I cannot reach it." };
  expect(after(said(1, "Hi"), failure, replied(3, { text: "I cannot reach it." })).items).toHaveLength(2);
  expect(after(said(1, "Hi"), failure, replied(3, { text: "Something else." })).items).toHaveLength(3);
});
