import type { StaffEvent } from "../protocol";
import { partInWords, plain, reasonInWords, valueInWords } from "../words";

type Of<T extends StaffEvent["type"]> = Extract<StaffEvent, { type: T }>;

/** What stands in the thread: something said, a line between, or (on demand) what the bot did. */
export type Entry =
  | { kind: "said"; event: Of<"MessageReceived"> | Of<"Replied"> | Of<"AgentSaid"> | Of<"NoteAdded"> }
  | { kind: "line"; event: StaffEvent; text: string; bad: boolean }
  | { kind: "detail"; event: StaffEvent; text: string };

/** The entry of an event, or undefined where there is nothing to show. */
export function entryOf(event: StaffEvent, details: boolean): Entry | undefined {
  switch (event.type) {
    case "MessageReceived":
    case "Replied":
    case "AgentSaid":
    case "NoteAdded":
      return { kind: "said", event };
    case "TurnFailed":
      return { kind: "line", event, text: `Failed: ${partInWords(event.part)} (${event.code})`, bad: true };
  }
  const line = lineOf(event);
  if (line) return { kind: "line", event, text: line, bad: false };
  const detail = details ? detailOf(event) : "";
  return detail ? { kind: "detail", event, text: detail } : undefined;
}

function lineOf(event: StaffEvent): string {
  switch (event.type) {
    case "HandoffRequested":
      return event.note ? "Left for the team" : `Waits for a person: ${reasonInWords(event.reason).toLowerCase()}`;
    case "AgentJoined":
      return `${event.name} took over`;
    case "ReturnedToBot":
      return `${event.name} gave it back to the bot`;
    case "Closed":
      return event.resolution ? `Closed: ${event.resolution}` : "Closed";
    case "Reopened":
      return "Opened again by the shopper";
    case "Rated":
      return `Rated ${event.rating} of 5${event.comment ? `: ${event.comment}` : ""}`;
    case "Purchased":
      return `Bought: order ${event.order_number}`;
    default:
      return "";
  }
}

function detailOf(event: StaffEvent): string {
  switch (event.type) {
    case "Understood": {
      const { intent, mood, language } = event.understanding;
      const rest = [mood && mood.name !== "neutral" ? mood.name : "", language ?? ""].filter(Boolean).join(", ");
      return `Understood: ${plain(intent.name)}, ${percent(intent.confidence)}${rest ? ` (${rest})` : ""}`;
    }
    case "Decided": {
      const commands = event.commands.map((command) => plain([command.kind, command.flow || command.slot].filter(Boolean).join(" ")));
      return `Decided: ${commands.join("; ") || "nothing"}. ${event.reason}`;
    }
    case "SlotSet":
      return `Slot: ${plain(event.name)} = ${event.value === null ? "cleared" : valueInWords(event.value)}`;
    case "ActionRan":
      return `Ran: ${event.action}, ${Math.round(event.duration_ms)} ms${event.error ? `, failed (${event.error})` : ""}`;
    case "Searched":
      return `Searched “${event.question}”: ${event.answered ? "answered" : "declined"}, ${percent(event.answerable)}`;
    case "Recommended":
      return `Showed (${event.source}): ${event.products.map((card) => card.title).join(", ")}`;
    case "ProductSeen":
      return `Saw product ${event.product_id}`;
    case "ProductClicked":
      return `Opened product ${event.product_id}`;
    case "AddedToCart":
      return `Put ${event.variant_id} in the cart`;
    default:
      return "";
  }
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
