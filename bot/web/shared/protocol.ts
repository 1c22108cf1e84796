/** What the gateway says and takes, as docs/protocol.md describes it. Times are Unix seconds. */

export interface Button {
  title: string;
  payload: string;
}

/** Supports `reply.text[start:end]`; the offsets count code points, not UTF-16 units. */
export interface Citation {
  number: number;
  start: number;
  end: number;
  passage_id: string;
  document_id: string;
  title: string;
  quote: string;
  heading?: string;
  url?: string;
  page?: number | null;
  updated?: string;
}

/** Prices are decimal strings in `currency`. */
export interface ProductCard {
  product_id: string;
  title: string;
  price: string;
  currency: string;
  url: string;
  image?: string;
  variant_id?: string;
  brand?: string;
  category?: string;
  compare_at_price?: string;
  stock?: string;
  in_stock?: boolean;
  reason?: string;
  colours?: string[];
  sizes?: string[];
}

/** Rows of a document's table; `text[start:end]` of the reply says the same in lines. */
export interface Table {
  start: number;
  end: number;
  columns: string[];
  rows: string[][];
}

export interface Comparison {
  products: ProductCard[];
  rows: { attribute: string; values: string[] }[];
}

/** `steps` are [label, ISO date or ""] in their order; `step` is the reached index. */
export interface OrderCard {
  order_number: string;
  status: string;
  steps: [string, string][];
  step: number;
  lines?: string[];
  carrier?: string;
  tracking_number?: string;
  tracking_url?: string;
  eta?: string;
  total?: string;
}

export type ReplyKind = "answer" | "curated" | "decline" | "products" | "order" | "text" | "error";

export interface Reply {
  text: string;
  kind?: ReplyKind;
  citations?: Citation[];
  tables?: Table[];
  /** Of a decline: a page to look at, which answers nothing for sure. */
  closest?: Citation | null;
  buttons?: Button[];
  cards?: ProductCard[];
  comparison?: Comparison | null;
  order?: OrderCard | null;
  image?: string;
}

interface Numbered {
  seq: number;
  time: number;
}

export interface MessageReceived extends Numbered {
  type: "MessageReceived";
  message_id: string;
  client_id?: string;
  text: string;
  payload?: string;
}

export interface Replied extends Numbered {
  type: "Replied";
  message_id: string;
  in_reply_to?: string;
  reply: Reply;
}

export interface HandoffRequested extends Numbered {
  type: "HandoffRequested";
  reason: string;
  /** Something was left for the team; nobody is waited for in the chat. */
  note?: boolean;
}

export interface AgentJoined extends Numbered {
  type: "AgentJoined";
  name: string;
}

export interface AgentSaid extends Numbered {
  type: "AgentSaid";
  message_id: string;
  name: string;
  text: string;
}

export interface ReturnedToBot extends Numbered {
  type: "ReturnedToBot";
  name: string;
}

export interface Ended extends Numbered {
  type: "Closed" | "Reopened";
}

export interface TurnFailed extends Numbered {
  type: "TurnFailed";
  code: string;
  text: string;
}

export type PublicEvent =
  | MessageReceived
  | Replied
  | HandoffRequested
  | AgentJoined
  | AgentSaid
  | ReturnedToBot
  | Ended
  | TurnFailed;

export type Owner = "bot" | "waiting" | "agent" | "closed";

export interface Shop {
  name: string;
  currency?: string;
  accent?: string;
  greeting?: string;
  suggestions?: Button[];
  hours?: string;
  agents_online?: boolean;
}

export interface Opened {
  conversation_id: string;
  token: string;
  last_seq: number;
  owner: Owner;
  shop: Shop;
}

export interface ConversationInfo {
  conversation_id: string;
  owner: Owner;
  agent: { name: string } | null;
  last_seq: number;
  shop: Shop;
}

/** How long a person may be waited for: the chats before this one, the seconds so far and the usual ones. */
export interface Wait {
  ahead: number;
  waited_s: number;
  usual_s: number | null;
}

/** What is known of a shopper's likings; shares are 0 to 1, prices decimal strings in the shop's currency. */
export interface Profile {
  events: number;
  categories?: { name: string; share: number; products: number }[];
  brands?: { name: string; share: number; products: number }[];
  prices?: { category: string; low: string; middle: string; high: string }[];
  sizes?: { category: string; size: string; times: number }[];
  searches?: string[];
  orders?: number;
}

/** What a shopper says is not theirs. */
export type Correction = { category: string; size?: string } | { brand: string } | { query: string } | { everything: true };

export interface Passage {
  passage_id: string;
  document_id: string;
  title: string;
  heading?: string;
  page?: number | null;
  updated?: string;
  text: string;
  url?: string;
}

export type ServerFrame =
  | { type: "hello"; conversation_id: string; owner: Owner; last_seq: number; agent: { name: string } | null }
  | { type: "event"; event: PublicEvent }
  | { type: "ack"; client_id: string; seq: number }
  | { type: "progress"; text: string; deadline_ms: number }
  | { type: "error"; code: string; text: string; client_id?: string }
  | { type: "pong" };

export type ClientFrame =
  | { type: "message"; client_id: string; text: string; payload?: string }
  | { type: "handoff" }
  | { type: "rate"; message_id: string; rating: number }
  | { type: "seen"; product_id: string }
  | { type: "clicked"; product_id: string; position: number }
  | { type: "typing" }
  | { type: "ping" };
