/** What the launcher tells the panel about the page that embeds it. */
export interface Embed {
  /** Where the gateway and these scripts come from. */
  origin: string;
  shop: string;
  /** The page listens for "shopclerk:cart" and puts the variant in its cart. */
  cart: boolean;
}

/** What the launcher may do with the panel once it is loaded. */
export interface PanelElement extends HTMLElement {
  embed: Embed;
  identity: string;
  open: boolean;
  /** Put words into the composer, for the shopper to go on with. */
  write(draft: string): void;
  /** Forget the visitor: conversation, drafts, everything kept in the browser. */
  reset(): void;
}
