import type { Product, Variant } from "./catalogue";
import { tell } from "./tell";

export interface CartLine {
  product: Product;
  variant: Variant;
  quantity: number;
}

/** The cart of this visit; nothing is stored, nothing can be bought. Says "change" when it does, and tells the chat. */
export class Cart extends EventTarget {
  lines: readonly CartLine[] = [];

  get count(): number {
    return this.lines.reduce((sum, line) => sum + line.quantity, 0);
  }

  get total(): number {
    return this.lines.reduce((sum, line) => sum + line.quantity * Number(line.variant.price), 0);
  }

  add(product: Product, variant: Variant): void {
    const line = this.lines.find((item) => item.variant.variant_id === variant.variant_id);
    if (line) return this.setQuantity(line, line.quantity + 1);
    tell("add_to_cart", { variant_id: variant.variant_id });
    this.replace([...this.lines, { product, variant, quantity: 1 }]);
  }

  /** Never more than there is; none removes the line. */
  setQuantity(line: CartLine, quantity: number): void {
    const wanted = Math.min(quantity, line.variant.stock);
    const more = wanted - line.quantity;
    const variant_id = line.variant.variant_id;
    if (more) tell(more > 0 ? "add_to_cart" : "remove", { variant_id, quantity: Math.abs(more) });
    const lines = this.lines.map((item) => (item === line ? { ...item, quantity: wanted } : item));
    this.replace(lines.filter((item) => item.quantity > 0));
  }

  private replace(lines: CartLine[]): void {
    this.lines = lines;
    this.dispatchEvent(new Event("change"));
  }
}
