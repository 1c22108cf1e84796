import { css, html, LitElement, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { money } from "../../shared/format";
import { closeIcon } from "../../shared/icons";
import { picture } from "../../shared/picture";
import { base } from "../../shared/theme";
import type { Cart, CartLine } from "../cart";
import { pictureOf } from "../grid/product-tile";

/** What is in the cart, as a dialog at the right edge. */
export class CartDrawer extends LitElement {
  static define(name = "shop-cart"): void {
    register(name, CartDrawer);
  }

  @property({ attribute: false }) cart: Cart | undefined;
  @property({ attribute: false }) lines: readonly CartLine[] = [];
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  static override styles = [
    base,
    css`
      dialog {
        position: fixed;
        inset: 0 0 0 auto;
        display: flex;
        flex-direction: column;
        width: min(420px, 100vw);
        height: 100dvh;
        max-height: none;
        max-width: none;
        margin: 0;
        padding: 0;
        border: 0;
        border-left: 1px solid var(--line);
        background: var(--ground);
        color: var(--ink);
      }
      dialog::backdrop {
        background: rgb(20 18 14 / 0.3);
      }
      .top {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: 16px 16px 16px 24px;
        border-bottom: 1px solid var(--line);
      }
      h2 {
        font: 600 22px/1.2 var(--serif);
      }
      .close {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 50%;
      }
      .close:hover {
        background: var(--raised);
      }
      .lines {
        flex: 1;
        overflow-y: auto;
        padding: 8px 24px;
      }
      .line {
        display: grid;
        grid-template-columns: 72px 1fr auto;
        gap: 2px 16px;
        padding: 16px 0;
        border-bottom: 1px solid var(--line);
      }
      img {
        grid-row: span 3;
        width: 72px;
        height: 72px;
        border-radius: 10px;
        background: var(--raised);
      }
      .title {
        font-weight: 600;
        line-height: 22px;
      }
      .quiet {
        grid-column: 2 / -1;
        color: var(--soft);
        font-size: 15px;
      }
      .quantity {
        grid-column: 2;
        display: inline-flex;
        align-items: center;
        gap: 4px;
      }
      .quantity button {
        width: 28px;
        height: 28px;
        border: 1px solid var(--line);
        border-radius: 50%;
        line-height: 1;
        text-align: center;
      }
      .quantity span {
        min-width: 24px;
        text-align: center;
      }
      .empty {
        padding: 48px 0;
        color: var(--soft);
        text-align: center;
      }
      .sum {
        padding: 16px 24px 24px;
        border-top: 1px solid var(--line);
      }
      .total {
        display: flex;
        justify-content: space-between;
        font-weight: 600;
        font-size: 18px;
      }
      .sum .note {
        margin-top: 4px;
        color: var(--soft);
        font-size: 15px;
      }
    `,
  ];

  override render() {
    return html`<dialog aria-label="Cart" @close=${() => emit(this, "shop-cart-close")} @click=${this.onBackdrop}>
      <div class="top">
        <h2>Cart</h2>
        <button type="button" class="close" aria-label="Close the cart" @click=${() => this.dialog.close()}>
          ${closeIcon}
        </button>
      </div>
      <ul class="lines" role="list">
        ${this.lines.map((line) => this.line(line))}
        ${this.lines.length ? "" : html`<li class="empty">Nothing in it yet.</li>`}
      </ul>
      <div class="sum">
        <p class="total">
          <span>Total</span><span>${money(String(this.cart?.total ?? 0), this.currency)}</span>
        </p>
        <p class="note">This is a demonstration: there is no checkout.</p>
      </div>
    </dialog>`;
  }

  protected override firstUpdated(_changes: PropertyValues): void {
    this.dialog.showModal();
  }

  private get currency(): string {
    return this.lines[0]?.product.currency ?? "EUR";
  }

  private line(line: CartLine) {
    const { product, variant, quantity } = line;
    const version = [variant.colour, variant.size].filter(Boolean).join(", ");
    return html`<li class="line" data-testid="cart-line">
      ${picture(pictureOf(product.image ?? ""))}
      <span class="title">${product.title}</span>
      <span>${money(variant.price, product.currency)}</span>
      <span class="quiet">${version}</span>
      <span class="quantity">
        <button type="button" aria-label="One less of ${product.title}" @click=${() => this.set(line, quantity - 1)}>
          −
        </button>
        <span>${quantity}</span>
        <button type="button" aria-label="One more of ${product.title}" @click=${() => this.set(line, quantity + 1)}>
          +
        </button>
      </span>
    </li>`;
  }

  private set(line: CartLine, quantity: number): void {
    emit(this, "shop-quantity", { line, quantity });
  }

  private readonly onBackdrop = (event: MouseEvent): void => {
    if (event.target === this.dialog) this.dialog.close();
  };
}
