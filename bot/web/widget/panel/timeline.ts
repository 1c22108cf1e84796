import { moment } from "../../shared/format";
import type { Owner, PublicEvent, Reply } from "../../shared/protocol";
import { texts } from "./texts";

export interface ShopperItem {
  kind: "shopper";
  key: string;
  text: string;
  state: "sent" | "sending" | "refused";
  error?: string;
}

/** `choice` is what the shopper wrote next, or undefined while the reply is the last word. */
export interface BotItem {
  kind: "bot";
  key: string;
  messageId: string;
  reply: Reply;
  choice: string | undefined;
}

export interface AgentItem {
  kind: "agent";
  key: string;
  name: string;
  text: string;
}

export interface NoticeItem {
  kind: "notice";
  key: string;
  text: string;
}

/** `retry` is the shopper's text that got no answer. */
export interface FailureItem {
  kind: "failure";
  key: string;
  text: string;
  retry: string;
}

/** What the button sends with which a shopper goes on without the person who is waited for. */
export const GO_ON_PAYLOAD = "/go_on";

export type Item = ShopperItem | BotItem | AgentItem | NoticeItem | FailureItem;

/** A message on its way; `acked` once the server has stored it, `error` when it was refused. */
export interface Outgoing {
  clientId: string;
  text: string;
  payload?: string;
  acked?: boolean;
  error?: string;
}

export interface Timeline {
  items: Item[];
  owner: Owner;
  /** Something lies with the team, and whether a person is waited for in the chat besides. */
  left: boolean;
  expecting: boolean;
  agent: string;
  seq: number;
  /** Of the last event, Unix seconds. */
  time: number;
}

export const emptyTimeline: Timeline = { items: [], owner: "bot", left: false, expecting: false, agent: "", seq: 0, time: 0 };

/** Seconds of silence after which the time is shown. */
const LONG_SILENCE_S = 3_600;

/** The timeline after one more event; an event that it already holds changes nothing. */
export function follow(timeline: Timeline, event: PublicEvent): Timeline {
  return event.seq <= timeline.seq ? timeline : apply(afterSilence(timeline, event), event);
}

/** A conversation that goes on later says when. */
function afterSilence(timeline: Timeline, event: PublicEvent): Timeline {
  if (!timeline.items.length || event.time - timeline.time < LONG_SILENCE_S) return timeline;
  const item: NoticeItem = { kind: "notice", key: `t${event.seq}`, text: moment(event.time) };
  return { ...timeline, items: [...timeline.items, item] };
}

function apply(timeline: Timeline, event: PublicEvent): Timeline {
  const next = { ...timeline, seq: event.seq, time: event.time };
  const add = (item: Item): Timeline => ({ ...next, items: [...next.items, item] });
  const notice = (text: string): Timeline => add({ kind: "notice", key: `n${event.seq}`, text });
  switch (event.type) {
    case "MessageReceived": {
      const said = event.payload || event.text;
      const items = settle(timeline.items, said, event.text);
      const key = event.client_id || event.message_id;
      const goesOn = timeline.expecting && event.payload === GO_ON_PAYLOAD;
      const owner = (goesOn && !timeline.left) || timeline.owner === "closed" ? "bot" : timeline.owner;
      const expecting = timeline.expecting && !goesOn;
      return { ...next, owner, expecting, items: [...items, { kind: "shopper", key, text: event.text, state: "sent" }] };
    }
    case "Replied": {
      const { message_id: messageId, reply } = event;
      if (repeatsFailure(timeline.items, reply)) return next;
      return add({ kind: "bot", key: messageId, messageId, reply, choice: undefined });
    }
    case "AgentSaid":
      return { ...add({ kind: "agent", key: event.message_id, name: event.name, text: event.text }), left: false };
    case "HandoffRequested":
      return requested(next, event.note ?? false, notice);
    case "AgentJoined":
      return { ...notice(texts.joined(event.name)), expecting: false, owner: "agent", agent: event.name };
    case "ReturnedToBot":
      return { ...notice(texts.returned(event.name)), ...NOBODY_ASKED, owner: "bot", agent: "" };
    case "Closed":
      return { ...notice(texts.closed), ...NOBODY_ASKED, owner: "closed", agent: "" };
    case "Reopened":
      return { ...next, owner: "bot" };
    case "TurnFailed":
      return add({
        kind: "failure",
        key: `f${event.seq}`,
        text: event.text || texts.failed,
        retry: lastSaid(timeline.items),
      });
    default:
      return next;
  }
}

const NOBODY_ASKED = { left: false, expecting: false };

/** A person is asked for, or something is left for the team; what is known already is not said again. */
function requested(before: Timeline, note: boolean, notice: (text: string) => Timeline): Timeline {
  const expecting = before.expecting || !note;
  const news = expecting ? !before.expecting : !before.left;
  const text = expecting ? texts.waiting : texts.left;
  const shown = news ? notice(text) : before;
  return { ...shown, owner: "waiting", left: before.left || note, expecting, agent: "" };
}

/** What is shown: the stored items, then what is still on its way. */
export function withOutbox(items: readonly Item[], outbox: readonly Outgoing[]): Item[] {
  const known = new Set(items.map((item) => item.key));
  const waiting = outbox.filter((message) => !known.has(message.clientId));
  const last = waiting.at(-1);
  const settled = last ? settle(items, last.payload || last.text, last.text) : [...items];
  return [...settled, ...waiting.map(unsent)];
}

function unsent({ clientId: key, text, acked, error }: Outgoing): ShopperItem {
  if (error) return { kind: "shopper", key, text, state: "refused", error };
  return { kind: "shopper", key, text, state: acked ? "sent" : "sending" };
}

/** Quick replies stay; once something was said after them they show which one it was. */
function settle(items: readonly Item[], said: string, text: string): Item[] {
  return items.map((item) => {
    if (item.kind !== "bot" || item.choice !== undefined) return item;
    const pressed = item.reply.buttons?.find((button) => button.payload === said || button.title === text);
    return { ...item, choice: pressed?.payload ?? "" };
  });
}

/** The bot says a failure also in words; the failure already stands there, with its ways out. */
function repeatsFailure(items: readonly Item[], reply: Reply): boolean {
  const last = items.at(-1);
  return last?.kind === "failure" && last.text === reply.text;
}

function lastSaid(items: readonly Item[]): string {
  return items.findLast((item) => item.kind === "shopper")?.text ?? "";
}
