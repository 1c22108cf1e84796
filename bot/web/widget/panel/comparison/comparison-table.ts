import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { httpAddress } from "../../../shared/address";
import { emit, register } from "../../../shared/elements";
import { picture } from "../../../shared/picture";
import type { Comparison, ProductCard } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import type { Embed } from "../../embed";
import { price } from "../product-list/product-list";
import { tableStyles } from "../table.styles";
import { texts } from "../texts";

/** Products in columns, attributes in rows; scrolls inside itself. Rows that differ are set off. */
export class ComparisonTable extends LitElement {
  static define(name = "shopclerk-comparison"): void {
    register(name, ComparisonTable);
  }

  @property({ attribute: false }) comparison: Comparison | undefined;
  @property({ attribute: false }) embed: Embed | undefined;

  static override styles = [
    base,
    tableStyles,
    css`
      th,
      td {
        padding: 8px 7px;
        min-width: 116px;
      }
      td,
      thead th {
        overflow-wrap: anywhere;
      }
      tbody th,
      thead td {
        position: sticky;
        left: 0;
        min-width: 88px;
        max-width: 110px;
        background: var(--raised);
        color: var(--soft);
      }
      thead td {
        background: var(--ground);
      }
      thead th {
        font-weight: 600;
      }
      img {
        display: block;
        width: 100%;
        max-width: 120px;
        aspect-ratio: 8 / 7;
        object-fit: cover;
        margin-bottom: 8px;
        border-radius: 6px;
        background: var(--raised);
      }
      thead th a {
        color: var(--ink);
        text-decoration-color: var(--line);
      }
      .differs td {
        font-weight: 600;
      }
      .now {
        white-space: nowrap;
      }
      .reduced {
        color: var(--bad);
      }
      s {
        color: var(--soft);
        font-size: 13px;
      }
      thead p {
        font-weight: 400;
      }
    `,
  ];

  override render() {
    const { comparison } = this;
    if (!comparison) return nothing;
    return html`<div class="scroller" tabindex="0" role="group" aria-label=${texts.compare} data-testid="comparison">
      <table>
        <thead>
          <tr>
            <td></td>
            ${comparison.products.map((card, index) => this.head(card, index))}
          </tr>
        </thead>
        <tbody>
          ${comparison.rows.map(
            ({ attribute, values }) => html`<tr class=${new Set(values).size > 1 ? "differs" : ""}>
              <th scope="row">${attribute}</th>
              ${values.map((value) => html`<td>${value || "–"}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private head(card: ProductCard, index: number) {
    const view = { card, position: index + 1 };
    return html`<th scope="col">
      ${card.image ? picture(httpAddress(card.image, `${this.embed?.origin}/`)) : nothing}
      <a href=${httpAddress(card.url)} @click=${() => emit(this, "shopclerk-view", view)}>${card.title}</a>
      <p>${price(card)}</p>
    </th>`;
  }
}
