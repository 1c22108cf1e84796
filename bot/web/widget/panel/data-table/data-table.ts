import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { register } from "../../../shared/elements";
import type { Table } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import { tableStyles } from "../table.styles";
import { texts } from "../texts";

/** Rows of a document's table; scrolls inside itself, with what each row is about always in sight. */
export class DataTable extends LitElement {
  static define(name = "shopclerk-data-table"): void {
    register(name, DataTable);
  }

  @property({ attribute: false }) table: Table | undefined;

  static override styles = [
    base,
    tableStyles,
    css`
      .scroller {
        margin-top: 8px;
      }
      table {
        font-variant-numeric: tabular-nums;
        overflow-wrap: break-word;
      }
      th,
      td {
        padding: 6px 8px;
        max-width: 220px;
      }
      thead th {
        vertical-align: bottom;
        color: var(--soft);
        background: var(--raised);
        font-size: 13px;
      }
      .short {
        white-space: nowrap;
      }
      tr > :first-child {
        position: sticky;
        left: 0;
        background: var(--ground);
        max-width: 140px;
      }
      tbody th {
        font-weight: 600;
      }
      thead tr > :first-child {
        background: var(--raised);
      }
    `,
  ];

  override render() {
    const { table } = this;
    if (!table) return nothing;
    return html`<div class="scroller" tabindex="0" role="group" aria-label=${texts.table} data-testid="table">
      <table>
        <thead>
          <tr>
            ${table.columns.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${table.rows.map(
            ([about, ...cells]) => html`<tr>
              <th scope="row">${about}</th>
              ${cells.map((cell) => html`<td class=${cell.length <= SHORT ? "short" : ""}>${cell || "–"}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

/** Letters of a cell that is not broken into lines. */
const SHORT = 14;
