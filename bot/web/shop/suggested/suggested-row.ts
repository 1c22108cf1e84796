import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import type { ProductCard } from "../../shared/protocol";
import { base } from "../../shared/theme";
import type { Wanted } from "../../widget/launcher/lists";
import { cardOf, type Product } from "../catalogue";
import { productTile } from "../grid/product-tile";
import { tileStyles } from "../grid/product-grid.styles";
import { tell, withChat } from "../tell";

/** A row of products that the shop's recommender chose, with its reasons; nothing where it has none to show. */
export class SuggestedRow extends LitElement {
  static define(name = "shop-suggested"): void {
    register(name, SuggestedRow);
  }

  @property() heading = "";
  @property({ attribute: false }) wanted: Wanted = {};
  /** Only what was chosen for this visitor: nothing that would be shown to everybody. */
  @property({ type: Boolean }) personal = false;
  @state() private cards: ProductCard[] | undefined;

  static override styles = [
    base,
    tileStyles,
    css`
      section {
        margin-top: 64px;
      }
      h2 {
        margin-bottom: 20px;
        font: 600 28px/1.2 var(--serif);
        letter-spacing: -0.01em;
      }
      .reason {
        margin-top: 2px;
        color: var(--soft);
        font-size: 14px;
        line-height: 20px;
      }
      @media (min-width: 1000px) {
        .grid {
          grid-template-columns: repeat(4, 1fr);
        }
      }
      @media (max-width: 600px) {
        section {
          margin-top: 40px;
        }
        h2 {
          font-size: 22px;
        }
      }
    `,
  ];

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("wanted")) void this.load(this.wanted);
  }

  override render() {
    const cards = this.cards ?? [];
    if (!cards.length) return nothing;
    return html`<section data-testid="suggested">
      <h2>${this.heading}</h2>
      <ul class="grid" role="list">
        ${cards.map(
          (card, at) => html`<li @click=${() => tell("click", { product_id: card.product_id, position: at + 1 })}>
            ${productTile(card)}${card.reason ? html`<p class="reason">${card.reason}</p>` : nothing}
          </li>`,
        )}
      </ul>
    </section>`;
  }

  private async load(wanted: Wanted): Promise<void> {
    this.cards = undefined;
    try {
      const list = await withChat((chat) => chat.recommend(wanted));
      if (wanted !== this.wanted) return;
      const general = list.degraded || list.source === "popular" || list.source === "";
      this.cards = this.personal && general ? [] : list.products.map((one) => chosen(one as unknown as Chosen));
    } catch {
      if (wanted === this.wanted) this.cards = [];
    }
  }
}

type Chosen = Product & { variant_id: string; reasons: string[] };

function chosen(product: Chosen): ProductCard {
  return { ...cardOf(product), reason: product.reasons.join(". ") };
}
