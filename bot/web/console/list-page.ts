import { css } from "lit";

/** A page of a list and of what is chosen in it: side by side, on a small screen one of them. The page has the
 *  attribute `detail` while something is chosen. */
export const listPage = css`
  :host {
    display: grid;
    grid-template: minmax(0, 1fr) / 420px minmax(0, 1fr);
    height: 100%;
  }
  .list,
  .detail {
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .list {
    border-right: 1px solid var(--line);
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding: 8px;
    border-bottom: 1px solid var(--line);
  }
  .row {
    display: grid;
    width: 100%;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
    color: inherit;
    text-decoration: none;
  }
  .row:hover {
    background: var(--raised);
  }
  .row[aria-current] {
    background: var(--tint);
  }
  .row[aria-current] .more {
    color: var(--ink);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .row .lead {
    overflow-wrap: anywhere;
  }
  .more {
    color: var(--soft);
    font-size: 13px;
  }
  .more.lines {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .empty {
    padding: 32px 24px;
    color: var(--soft);
    text-align: center;
  }
  .back {
    display: none;
  }
  @media (max-width: 1180px) {
    :host {
      grid-template-columns: 320px minmax(0, 1fr);
    }
  }
  @media (max-width: 720px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    .list {
      border: 0;
    }
    :host([detail]) .list,
    :host(:not([detail])) .detail {
      display: none;
    }
    .back {
      display: inline-block;
      margin-bottom: 8px;
    }
  }
`;

/** Put the focus `step` rows on from the one that has it, else from the one that is chosen. */
export function moveFocus(rows: readonly HTMLElement[], step: number): void {
  const focused = rows.findIndex((row) => row.matches(":focus"));
  const from = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute("aria-current"));
  rows[Math.min(Math.max(from + step, 0), rows.length - 1)]?.focus();
}
