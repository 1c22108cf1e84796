import { html, nothing } from "lit";
import { httpAddress } from "../../shared/address";
import { money } from "../../shared/format";
import { picture } from "../../shared/picture";
import type { ProductCard } from "../../shared/protocol";

/** A product in a list; the whole tile is the link. */
export function productTile(card: ProductCard) {
  const reduced = Boolean(card.compare_at_price);
  return html`<a class="tile" href=${`/product/${card.product_id}`} data-testid="tile">
    <span class="picture">
      ${card.image ? picture(pictureOf(card.image), { width: 280, height: 280 }) : nothing}
    </span>
    <span class="brand">${card.brand}</span>
    <span class="title">${card.title}</span>
    <span class="price">
      <span class=${reduced ? "reduced" : ""}>${money(card.price, card.currency)}</span>
      ${reduced ? html`<s>${money(card.compare_at_price ?? "", card.currency)}</s>` : nothing}
      ${card.in_stock === false ? html`<span class="out">Sold out</span>` : nothing}
    </span>
  </a>`;
}

export function pictureOf(image: string): string {
  return httpAddress(image, `${location.origin}/`);
}
