import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { httpAddress } from "../../../shared/address";
import { emit, register } from "../../../shared/elements";
import { money } from "../../../shared/format";
import { backIcon, nextIcon } from "../../../shared/icons";
import { picture } from "../../../shared/picture";
import type { ProductCard } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import type { Embed } from "../../embed";
import { texts } from "../texts";
import { productListStyles } from "./product-list.styles";

/** Products side by side. Each has one action; with a cart on the page that of a sure variant is "Add to cart". */
export class ProductList extends LitElement {
  static define(name = "shopclerk-product-list"): void {
    register(name, ProductList);
  }

  @property({ attribute: false }) cards: ProductCard[] = [];
  @property({ attribute: false }) embed: Embed | undefined;
  @state() private hasEarlier = false;
  @state() private hasLater = false;
  @query("ul") private readonly list!: HTMLElement;
  private watcher: IntersectionObserver | undefined;

  static override styles = [base, productListStyles];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.watcher?.disconnect();
  }

  override render() {
    const pictured = this.cards.some((card) => card.image);
    return html`<ul
        role="list"
        class=${pictured ? "" : "bare"}
        aria-label=${texts.products}
        data-testid="products"
        @scroll=${this.measure}
      >
        ${this.cards.map((card, index) => this.card(card, index))}
      </ul>
      ${this.arrow("earlier", this.hasEarlier, -1)} ${this.arrow("later", this.hasLater, 1)}`;
  }

  private card(card: ProductCard, index: number) {
    const soldOut = card.in_stock === false;
    return html`<li class="card" data-testid="product-card" data-product=${card.product_id}>
      <div class="picture">
        ${card.image ? picture(this.resolve(card.image), { width: 168, height: 147 }) : nothing}
      </div>
      <h3>${card.title}</h3>
      <p class="price">${price(card)}</p>
      <p class=${soldOut ? "stock out" : "stock"}>${card.stock || (soldOut ? texts.soldOut : texts.inStock)}</p>
      <p class="reason" title=${card.reason ?? ""}>${card.reason}</p>
      ${this.action(card, index)}
    </li>`;
  }

  private action(card: ProductCard, index: number) {
    const view = { card, position: index + 1 };
    if (this.embed?.cart && card.variant_id && card.in_stock !== false) {
      return html`<button type="button" class="action" @click=${() => this.addToCart(card)}>${texts.addToCart}</button>`;
    }
    return html`<a
      class="action"
      href=${httpAddress(card.url)}
      aria-label=${texts.viewProduct(card.title)}
      @click=${() => emit(this, "shopclerk-view", view)}
      >${texts.view}</a
    >`;
  }

  private arrow(direction: "earlier" | "later", shown: boolean, sign: number) {
    return html`<button
      type="button"
      class="arrow ${direction}"
      tabindex="-1"
      aria-label=${texts[direction]}
      ?hidden=${!shown}
      @click=${() => this.list.scrollBy({ left: sign * this.list.clientWidth * 0.8, behavior: "smooth" })}
    >
      ${direction === "earlier" ? backIcon : nextIcon}
    </button>`;
  }

  protected override firstUpdated(): void {
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.seen(entry)), {
      threshold: 0.6,
    });
  }

  protected override updated(changes: PropertyValues): void {
    if (!changes.has("cards")) return;
    this.measure();
    this.list.querySelectorAll("li").forEach((item) => this.watcher?.observe(item));
  }

  private seen({ isIntersecting, target }: IntersectionObserverEntry): void {
    const productId = (target as HTMLElement).dataset["product"];
    if (isIntersecting && productId) emit(this, "shopclerk-seen", { productId });
  }

  private readonly measure = (): void => {
    const { scrollLeft, scrollWidth, clientWidth } = this.list;
    this.hasEarlier = scrollLeft > 8;
    this.hasLater = scrollLeft + clientWidth < scrollWidth - 8;
  };

  private addToCart(card: ProductCard): void {
    window.dispatchEvent(new CustomEvent("shopclerk:cart", { detail: { variant_id: card.variant_id } }));
  }

  /** Pictures lie at the gateway, product pages in the shop that embeds the widget. */
  private resolve(url: string): string {
    return httpAddress(url, `${this.embed?.origin}/`);
  }
}

export function price(card: ProductCard) {
  const now = money(card.price, card.currency);
  if (!card.compare_at_price) return html`<span class="now">${now}</span>`;
  return html`<span class="now reduced"><span class="hidden-text">${texts.now} </span>${now}</span>
    <s><span class="hidden-text">${texts.was} </span>${money(card.compare_at_price, card.currency)}</s>`;
}
