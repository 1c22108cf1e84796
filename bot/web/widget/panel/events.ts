import type { Citation, ProductCard } from "../../shared/protocol";

/** The typed events by which the parts of the panel talk to it; all pass through shadow roots. */
declare global {
  interface HTMLElementEventMap {
    "shopclerk-send": CustomEvent<{ text: string; payload?: string }>;
    "shopclerk-typing": CustomEvent<undefined>;
    "shopclerk-retry": CustomEvent<{ clientId: string }>;
    "shopclerk-cite": CustomEvent<{ citation: Citation; chip: HTMLElement }>;
    "shopclerk-rate": CustomEvent<{ messageId: string; rating: number }>;
    "shopclerk-person": CustomEvent<undefined>;
    "shopclerk-profile": CustomEvent<undefined>;
    "shopclerk-again": CustomEvent<undefined>;
    "shopclerk-undo": CustomEvent<undefined>;
    "shopclerk-close": CustomEvent<undefined>;
    "shopclerk-seen": CustomEvent<{ productId: string }>;
    "shopclerk-view": CustomEvent<{ card: ProductCard; position: number }>;
    "shopclerk-unread": CustomEvent<{ count: number }>;
  }
}
