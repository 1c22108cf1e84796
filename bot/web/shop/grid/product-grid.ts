import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import type { ProductCard } from "../../shared/protocol";
import { base } from "../../shared/theme";
import { mixed, titleOf } from "../catalogue";
import { wide } from "../look";
import { productTile } from "./product-tile";
import { gridStyles } from "./product-grid.styles";

const STEP = 24;

/** Categories to choose from and the products that fit category and search. */
export class ProductGrid extends LitElement {
  static define(name = "shop-grid"): void {
    register(name, ProductGrid);
  }

  @property({ attribute: false }) products: ProductCard[] = [];
  @property({ attribute: false }) categories: string[] = [];
  @property() category = "";
  @property() search = "";
  @state() private shown = STEP;

  static override styles = [base, wide, gridStyles];

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("category") || changes.has("search")) this.shown = STEP;
  }

  override render() {
    const fitting = this.products.filter((card) => this.fits(card));
    const found = this.category || this.search ? fitting : mixed(fitting);
    return html`<div class="wide">
      <nav aria-label="Categories">
        <ul role="list">
          ${this.chip("", "Everything")} ${this.categories.map((category) => this.chip(category, titleOf(category)))}
        </ul>
      </nav>
      <div class="head">
        <h2>${this.heading}</h2>
        <p role="status">${this.products.length ? this.count(found.length) : "Fetching the catalogue"}</p>
      </div>
      <ul class="grid" role="list" data-testid="product-grid">
        ${found.slice(0, this.shown).map((card) => html`<li>${productTile(card)}</li>`)}
      </ul>
      ${found.length > this.shown
        ? html`<button type="button" class="more" @click=${() => (this.shown += STEP)}>Show more</button>`
        : nothing}
    </div>`;
  }

  private get heading(): string {
    if (this.search) return `Results for “${this.search}”`;
    return this.category ? titleOf(this.category) : "A look around";
  }

  private count(found: number): string {
    return found === 1 ? "1 product" : `${found} products`;
  }

  private fits(card: ProductCard): boolean {
    if (this.category && card.category !== this.category) return false;
    const text = `${card.title} ${card.brand} ${card.category}`.toLowerCase();
    return this.search.toLowerCase().split(/\s+/).every((word) => text.includes(word));
  }

  private chip(category: string, title: string) {
    const href = category ? `/?category=${encodeURIComponent(category)}` : "/";
    const current = category === this.category && !this.search;
    return html`<li><a href=${href} aria-current=${current ? "page" : nothing}>${title}</a></li>`;
  }
}
