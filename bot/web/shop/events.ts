import type { CartLine } from "./cart";
import type { Product, Variant } from "./catalogue";

declare global {
  interface HTMLElementEventMap {
    "shop-search": CustomEvent<{ text: string }>;
    "shop-cart-open": CustomEvent<undefined>;
    "shop-cart-close": CustomEvent<undefined>;
    "shop-add": CustomEvent<{ product: Product; variant: Variant }>;
    "shop-quantity": CustomEvent<{ line: CartLine; quantity: number }>;
  }
}
