import { css, html, LitElement, nothing } from "lit";
import { state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { RequestFailed } from "../../shared/http";
import type { ProductCard } from "../../shared/protocol";
import { base, theme } from "../../shared/theme";
import { restoreTheme } from "../../shared/theme-choice";
import type { Wanted } from "../../widget/launcher/lists";
import { Cart } from "../cart";
import { CartDrawer } from "../cart/cart-drawer";
import { loadProduct, loadProducts, loadShop, type ShopFront } from "../catalogue";
import "../events";
import { ProductGrid } from "../grid/product-grid";
import { ShopHeader } from "../header/shop-header";
import { ShopHero } from "../hero/shop-hero";
import { shopLook, wide } from "../look";
import { ProductPage } from "../product/product-page";
import { currentRoute, followLinks, type Route } from "../router";
import { SuggestedRow } from "../suggested/suggested-row";
import { tell } from "../tell";

/** Without a letter more, the search is what was meant. */
const SEARCHED_MS = 1_500;
const FOR_VISITOR: Wanted = { k: 4, place: "home" };
const PARTS = [CartDrawer, ProductGrid, ShopHeader, ShopHero, ProductPage, SuggestedRow];

/** The demo shop: a start page and product pages over the public API, with a cart that lasts for the visit. */
export class ShopApp extends LitElement {
  static define(name = "shop-app"): void {
    for (const part of PARTS) part.define();
    register(name, ShopApp);
  }

  @state() private shop: ShopFront | undefined;
  @state() private products: ProductCard[] = [];
  @state() private route: Route = currentRoute();
  @state() private search = "";
  @state() private problem = "";
  @state() private cartOpen = false;
  private readonly cart = new Cart();
  private searchTimer = 0;
  private catalogueAsked = false;
  private unfollow: (() => void) | undefined;

  static override styles = [
    theme,
    base,
    shopLook,
    wide,
    css`
      :host {
        min-height: 100vh;
      }
      .problem {
        padding: 96px 0;
        text-align: center;
      }
      .problem button {
        margin-top: 16px;
        padding: 8px 20px;
        border: 1px solid var(--line);
        border-radius: 20px;
      }
      footer {
        margin-top: 96px;
        padding: 32px 0 104px;
        border-top: 1px solid var(--line);
        color: var(--soft);
        font-size: 15px;
      }
      footer .wide {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 32px;
        justify-content: space-between;
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    restoreTheme();
    this.unfollow = followLinks(() => this.goTo(currentRoute()));
    this.cart.addEventListener("change", this.onCart);
    window.addEventListener("shopclerk:cart", this.onChatCart);
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unfollow?.();
    this.cart.removeEventListener("change", this.onCart);
    window.removeEventListener("shopclerk:cart", this.onChatCart);
  }

  override render() {
    const name = this.shop?.name ?? "";
    return html`<shop-header
        .name=${name}
        .scene=${this.shop?.scene}
        .count=${this.cart.count}
        .search=${this.search}
        @shop-search=${this.onSearch}
        @shop-cart-open=${() => (this.cartOpen = true)}
      ></shop-header>
      <main
        @shop-add=${(event: HTMLElementEventMap["shop-add"]) => {
          this.cart.add(event.detail.product, event.detail.variant);
          this.cartOpen = true;
        }}
      >
        ${this.problem ? this.trouble() : this.page()}
      </main>
      <footer>
        <div class="wide">
          <span>${name}${this.shop?.hours ? ` · Service ${this.shop.hours}` : ""}</span>
          <span>A demonstration shop. Nothing here is for sale.</span>
        </div>
      </footer>
      ${this.cartOpen
        ? html`<shop-cart
            .cart=${this.cart}
            .lines=${this.cart.lines}
            @shop-cart-close=${() => (this.cartOpen = false)}
            @shop-quantity=${(event: HTMLElementEventMap["shop-quantity"]) =>
              this.cart.setQuantity(event.detail.line, event.detail.quantity)}
          ></shop-cart>`
        : nothing}`;
  }

  private page() {
    const { route } = this;
    if (route.page === "product") {
      return html`<shop-product .productId=${route.productId}></shop-product>`;
    }
    const searching = Boolean(route.category || this.search);
    return html`${searching ? nothing : html`<shop-hero .shop=${this.shop}></shop-hero>
            <div class="wide">
              <shop-suggested heading="Chosen for you" .wanted=${FOR_VISITOR} personal></shop-suggested>
            </div>`}
      <shop-grid
        .products=${this.products}
        .categories=${this.shop?.categories?.map(({ name }) => name) ?? []}
        .category=${route.category}
        .search=${this.search}
      ></shop-grid>`;
  }

  private trouble() {
    return html`<div class="wide problem" role="alert">
      <p>${this.problem}</p>
      <button type="button" @click=${() => void this.load()}>Try again</button>
    </div>`;
  }

  private async load(): Promise<void> {
    this.problem = "";
    this.catalogueAsked = false;
    this.products = [];
    try {
      this.shop = await loadShop();
      this.dress(this.shop);
      await this.loadCatalogue();
    } catch (error) {
      this.failed(error);
    }
  }

  /** Not for a product's page, which shows only what stands beside it. */
  private async loadCatalogue(): Promise<void> {
    if (this.route.page === "product" || this.catalogueAsked) return;
    this.catalogueAsked = true;
    for await (const page of loadProducts()) this.products = [...this.products, ...page];
  }

  /** The shop's name and colour; the chat takes the colour from the page. */
  private dress(shop: ShopFront): void {
    document.title = shop.name;
    if (shop.accent) document.documentElement.style.setProperty("--shopclerk-accent", shop.accent);
  }

  private goTo(route: Route): void {
    this.show(route);
    this.search = "";
    this.cartOpen = false;
    window.scrollTo({ top: 0 });
  }

  private show(route: Route): void {
    this.route = route;
    this.loadCatalogue().catch((error: unknown) => this.failed(error));
  }

  private failed(error: unknown): void {
    if (!(error instanceof RequestFailed)) throw error;
    this.problem = error.message;
  }

  private readonly onSearch = (event: HTMLElementEventMap["shop-search"]): void => {
    if (this.route.page === "product") {
      history.pushState(null, "", "/");
      this.show(currentRoute());
    }
    const query = event.detail.text;
    this.search = query;
    clearTimeout(this.searchTimer);
    if (query.trim()) this.searchTimer = window.setTimeout(() => tell("search", { query }), SEARCHED_MS);
  };

  private readonly onCart = (): void => this.requestUpdate();

  /** The chat put a variant into the cart. */
  private readonly onChatCart = (event: Event): void => {
    const { variant_id: variantId } = (event as CustomEvent<{ variant_id: string }>).detail;
    void loadProduct(variantId.split("-")[0] ?? "").then((product) => {
      const variant = product.variants.find((item) => item.variant_id === variantId);
      if (variant) this.cart.add(product, variant);
    });
  };
}
