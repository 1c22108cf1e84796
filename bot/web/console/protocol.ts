/** What the staff API under /console/api says. Times are Unix seconds. */
import type { Citation, Owner, ProductCard, Reply } from "../shared/protocol";

export type Role = "agent" | "trainer" | "admin";
export type Mood = "angry" | "unhappy" | "neutral" | "happy";

export interface Staff {
  id: string;
  email: string;
  name: string;
  role: Role;
}

/** Somebody to whom a conversation can be passed on; `online`: at a console. */
export interface Colleague {
  id: string;
  name: string;
  online: boolean;
}

export interface Session {
  staff: Staff;
  csrf: string;
}

export interface InboxItem {
  id: string;
  shopper: { id: string; name: string; email: string; identified: boolean };
  channel: string;
  owner: Owner;
  agent: { id: string; name: string } | null;
  topic: string;
  mood: Mood;
  waiting_since: number | null;
  /** It waits with no more than something that was left for the team: nobody is waited for in the chat. */
  note_only: boolean;
  last: { role: "shopper" | "bot" | "agent"; text: string; time: number } | null;
  last_seq: number;
  messages: number;
  created: number;
  updated: number;
}

export interface Search {
  question: string;
  answered: boolean;
  answerable: number;
  documents: { document_id: string; passage_id: string; score: number }[];
}

export interface Packet {
  summary?: string;
  flow?: string;
  [name: string]: unknown;
}

export interface Handoff {
  reason: string;
  note?: boolean;
  topic: string;
  packet: Packet;
  time?: number | null;
}

export interface StaffConversation extends InboxItem {
  slots: Record<string, unknown>;
  handoff: Handoff | null;
  shown: ProductCard[];
  tried: Search[];
  failed: { code: string; part: string }[];
  intent: { name: string; confidence: number; language: string } | null;
  identity: Record<string, unknown>;
}

/** A reply that is used again and again; its text may have placeholders. */
export interface SavedReply {
  id: string;
  name: string;
  text: string;
  changed: number;
  changed_by: string;
}

export interface Viewer {
  id: string;
  name: string;
  typing: boolean;
}

interface Numbered {
  seq: number;
  time: number;
}

export type StaffEvent = Numbered &
  (
    | { type: "MessageReceived"; message_id: string; text: string; payload?: string }
    | { type: "Replied"; reply: Reply; in_reply_to?: string; release?: string }
    | { type: "HandoffRequested"; reason: string; note?: boolean; topic?: string; packet?: Packet }
    | { type: "AgentJoined"; agent_id: string; name: string }
    | { type: "AgentSaid"; agent_id: string; name: string; text: string; message_id: string; client_id?: string }
    | { type: "NoteAdded"; agent_id: string; name: string; text: string }
    | { type: "Suggested"; suggestion_id: string; text: string; in_reply_to: string; citations?: Citation[] }
    | { type: "SuggestionUsed"; suggestion_id: string; use: "kept" | "edited" | "discarded" | "restored"; text?: string }
    | { type: "ReturnedToBot"; agent_id: string; name: string }
    | { type: "Closed"; by: string; resolution?: string }
    | { type: "Reopened" }
    | { type: "Rated"; rating: number; message_id?: string; comment?: string }
    | { type: "TurnFailed"; code: string; part: string }
    | { type: "Recommended"; products: ProductCard[]; source: string }
    | {
        type: "Understood";
        understanding: {
          intent: { name: string; confidence: number };
          mood?: { name: string; confidence: number };
          language?: string;
        };
      }
    | { type: "Decided"; commands: { kind: string; flow?: string; slot?: string }[]; reason: string }
    | { type: "SlotSet"; name: string; value: unknown; source?: string }
    | { type: "ActionRan"; action: string; duration_ms: number; error?: string }
    | { type: "Searched"; question: string; answered: boolean; answerable: number }
    | { type: "ProductSeen" | "ProductClicked"; product_id: string }
    | { type: "AddedToCart"; variant_id: string }
    | { type: "Purchased"; order_number: string }
  );

export type Counts = Record<"waiting" | "agent" | "mine" | "bot", number>;

export interface Inbox {
  items: InboxItem[];
  next: string | null;
  counts: Counts;
}

export interface Shown {
  conversation: StaffConversation;
  events: StaffEvent[];
  last_seq: number;
  more_before: boolean;
  viewers: Viewer[];
}

export interface Written {
  events: StaffEvent[];
  conversation: StaffConversation;
}

export type LiveFrame =
  | { type: "hello"; staff: Staff; counts: Counts }
  | { type: "inbox"; items: InboxItem[]; counts: Counts }
  | { type: "event"; conversation_id: string; event: StaffEvent }
  | { type: "watching"; conversation_id: string; last_seq: number }
  | { type: "progress"; conversation_id: string; text: string; deadline_ms: number }
  | { type: "presence"; conversation_id: string; viewers: Viewer[] }
  | { type: "stale" }
  | { type: "erased"; conversation_ids: string[] }
  | { type: "signed_out" }
  | { type: "error"; code: string; text: string }
  | { type: "pong" };
