import type { StaffEvent } from "../protocol";

export type Suggested = Extract<StaffEvent, { type: "Suggested" }>;

/** The reply that is suggested to the message which waits for one; undefined where there is none, or it was put
 *  away. */
export function suggestionOf(events: readonly StaffEvent[]): Suggested | undefined {
  let waiting = "";
  let found: Suggested | undefined;
  for (const event of events) {
    if (event.type === "MessageReceived") waiting = event.message_id;
    else if (event.type === "Replied" || event.type === "AgentSaid") waiting = "";
    else if (event.type === "Suggested") found = event;
    else if (event.type === "SuggestionUsed" && event.suggestion_id === found?.suggestion_id) found = undefined;
  }
  return waiting && found?.in_reply_to === waiting ? found : undefined;
}

/** What an agent has begun to write stays, and stands before what is suggested. */
export function drafted(draft: string, suggested: string): string {
  return draft.trim() ? `${draft.trimEnd()}\n${suggested}` : suggested;
}
