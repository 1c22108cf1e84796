import type { StaffEvent } from "../protocol";

export type Suggested = Extract<StaffEvent, { type: "Suggested" }>;

/** The reply that is suggested to the message which waits for one; undefined where there is none, or it was put
 *  away. */
export function suggestionOf(events: readonly StaffEvent[]): Suggested | undefined {
  const { suggested, use } = latest(events);
  return use === "" ? suggested : undefined;
}

/** The one that was put away, while the message waits still: it can be brought back. */
export function putAwayOf(events: readonly StaffEvent[]): Suggested | undefined {
  const { suggested, use } = latest(events);
  return use === "discarded" ? suggested : undefined;
}

/** What was suggested to the message that waits, and what became of it. */
function latest(events: readonly StaffEvent[]): { suggested?: Suggested; use: string } {
  let waiting = "";
  let suggested: Suggested | undefined;
  let use = "";
  for (const event of events) {
    if (event.type === "MessageReceived") waiting = event.message_id;
    else if (event.type === "Replied" || event.type === "AgentSaid") waiting = "";
    else if (event.type === "Suggested") [suggested, use] = [event, ""];
    else if (event.type === "SuggestionUsed" && event.suggestion_id === suggested?.suggestion_id) {
      use = event.use === "restored" ? "" : event.use;
    }
  }
  return waiting && suggested?.in_reply_to === waiting ? { suggested, use } : { use };
}

/** What an agent has begun to write stays, and stands before what is suggested. */
export function drafted(draft: string, suggested: string): string {
  return draft.trim() ? `${draft.trimEnd()}\n${suggested}` : suggested;
}
