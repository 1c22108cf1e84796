import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { money } from "../../shared/format";
import { RequestFailed } from "../../shared/http";
import { picture } from "../../shared/picture";
import { base } from "../../shared/theme";
import type { Wanted } from "../../widget/launcher/lists";
import { loadProduct, type Product, titleOf, type Variant } from "../catalogue";
import { pictureOf } from "../grid/product-tile";
import { wide } from "../look";
import { tell } from "../tell";
import { productPageStyles } from "./product-page.styles";

type Choice = "colour" | "size";

const FEW_LEFT = 3;
/** Products beside this one. */
const BESIDE = 4;

/** One product: picture, words, the choice of a variant, everything known about it, and what stands beside it. */
export class ProductPage extends LitElement {
  static define(name = "shop-product"): void {
    register(name, ProductPage);
  }

  @property() productId = "";
  @state() private product: Product | undefined;
  @state() private variant: Variant | undefined;
  @state() private problem = "";
  private wanted: Wanted = {};

  static override styles = [base, wide, productPageStyles];

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("productId")) return;
    this.wanted = { similarTo: this.productId, k: BESIDE, place: "product" };
    void this.load(this.productId);
  }

  override render() {
    const { product, variant } = this;
    if (this.problem) return html`<p class="wide problem" role="alert">${this.problem} <a href="/">To the shop</a></p>`;
    if (!product || !variant) return html`<p class="wide problem" role="status">Fetching the product</p>`;
    return html`<div class="wide">
      <nav aria-label="Where you are">
        <a href="/">Shop</a><span aria-hidden="true">›</span>
        <a href=${`/?category=${encodeURIComponent(product.category)}`}>${titleOf(product.category)}</a>
      </nav>
      <article>
        <div class="large">${product.image ? picture(pictureOf(product.image)) : nothing}</div>
        <div class="facts">
          <p class="brand">${product.brand}</p>
          <h1>${product.title}</h1>
          ${this.price(product, variant)}
          <p class="description">${product.description}</p>
          ${this.choices(product, variant, "colour", "Colour")} ${this.choices(product, variant, "size", "Size")}
          ${this.buy(product, variant)}
        </div>
      </article>
      ${this.details(product)}
      <shop-suggested heading="You may also like" .wanted=${this.wanted}></shop-suggested>
    </div>`;
  }

  private price(product: Product, variant: Variant) {
    const old = variant.compare_at_price;
    return html`<p class="amount" data-testid="price">
      <span class=${old ? "reduced" : ""}>${money(variant.price, product.currency)}</span>
      ${old ? html`<s>${money(old, product.currency)}</s>` : nothing}
    </p>`;
  }

  private choices(product: Product, chosen: Variant, kind: Choice, label: string) {
    const values = [...new Set(product.variants.map((variant) => variant[kind] ?? ""))].filter(Boolean);
    if (!values.length) return nothing;
    return html`<fieldset>
      <legend>${label}</legend>
      ${values.map((value) => this.option(product, chosen, kind, value))}
    </fieldset>`;
  }

  private option(product: Product, chosen: Variant, kind: Choice, value: string) {
    const target = nearest(product.variants, chosen, kind, value);
    return html`<label class=${target.stock ? "" : "gone"}>
      <input
        type="radio"
        name=${kind}
        .checked=${chosen[kind] === value}
        @change=${() => (this.variant = target)}
      /><span>${value}</span>
    </label>`;
  }

  private buy(product: Product, variant: Variant) {
    return html`<p class=${variant.stock ? "stock" : "stock gone"} role="status" data-testid="stock">
        ${stockInWords(variant.stock)}
      </p>
      <div class="actions">
        <button
          type="button"
          class="add"
          data-testid="add-to-cart"
          ?disabled=${!variant.stock}
          @click=${() => emit(this, "shop-add", { product, variant })}
        >
          Add to cart
        </button>
        <button type="button" class="ask" @click=${() => this.ask(product)}>
          Ask about this product
        </button>
      </div>`;
  }

  private ask(product: Product): void {
    window.Shopclerk?.open(`About the ${product.title}: `);
  }

  private details(product: Product) {
    const entries = Object.entries(product.attributes);
    if (!entries.length) return nothing;
    return html`<section>
      <h2>Details</h2>
      <dl>
        ${entries.map(
          ([name, value]) => html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
        )}
      </dl>
    </section>`;
  }

  private async load(productId: string): Promise<void> {
    this.product = undefined;
    this.problem = "";
    try {
      const product = await loadProduct(productId);
      if (productId !== this.productId) return;
      this.product = product;
      tell("view", { product_id: productId });
      this.variant = product.variants.find((variant) => variant.stock > 0) ?? product.variants[0];
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem = error.status === 404 ? "This product is not in the shop." : error.message;
    }
  }
}

/** The variant with this value that keeps most of the choice made before; one in stock if there is one. */
function nearest(variants: Variant[], chosen: Variant, kind: Choice, value: string): Variant {
  const other = kind === "colour" ? "size" : "colour";
  const fitting = variants.filter((variant) => variant[kind] === value);
  const same = fitting.find((variant) => variant[other] === chosen[other]);
  return same ?? fitting.find((variant) => variant.stock > 0) ?? fitting[0] ?? chosen;
}

function stockInWords(stock: number): string {
  if (stock <= 0) return "Sold out in this version";
  return stock <= FEW_LEFT ? `Only ${stock} left` : "In stock";
}
