import { css } from "lit";

export const recommendationsStyles = css`
  :host {
    height: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .page {
    max-width: 1160px;
    padding: 20px 24px 48px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
  }
  h1 {
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
  }
  h2 {
    font-size: 14px;
    font-weight: 600;
  }
  .range {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    font-size: 13px;
  }
  .quick {
    display: flex;
    gap: 2px;
  }
  .quick button {
    min-height: 32px;
    padding: 0 8px;
    border-radius: 8px;
    color: var(--soft);
    font-weight: 500;
    white-space: nowrap;
  }
  .quick button:hover {
    background: var(--raised);
  }
  .quick [aria-pressed="true"] {
    background: var(--tint);
    color: var(--ink);
  }
  input {
    height: 32px;
    padding: 0 8px;
  }
  .old {
    opacity: 0.6;
  }
  .empty {
    max-width: 56ch;
    margin: 64px auto 0;
    color: var(--soft);
    text-align: center;
  }
  .empty.bad {
    color: var(--bad);
  }
  .lead {
    margin-top: 16px;
    color: var(--soft);
  }
  .total {
    display: grid;
    grid-template-columns: repeat(4, minmax(0, 1fr));
    margin-top: 12px;
    border-block: 1px solid var(--line);
  }
  .total div {
    padding: 12px 16px;
  }
  .total div:first-child {
    padding-left: 0;
  }
  .total div + div {
    border-left: 1px solid var(--line);
  }
  dt {
    color: var(--soft);
    font-size: 13px;
  }
  .total .value {
    font-size: 22px;
    line-height: 32px;
  }
  section {
    margin-top: 32px;
  }
  table {
    width: 100%;
    margin-top: 8px;
    border-collapse: collapse;
    table-layout: fixed;
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    padding: 8px 16px 8px 0;
    border-bottom: 1px solid var(--line);
    font-weight: 400;
    text-align: left;
    vertical-align: top;
  }
  thead th {
    padding-block: 4px;
    color: var(--soft);
    font-size: 13px;
  }
  tbody th {
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  .value {
    display: block;
    font-variant-numeric: tabular-nums;
    font-weight: 500;
  }
  .value.better {
    color: var(--good);
    font-weight: 600;
  }
  .value.worse {
    color: var(--bad);
    font-weight: 600;
  }
  .ends,
  .few,
  .lists {
    display: block;
    color: var(--soft);
    font-size: 13px;
    font-weight: 400;
  }
  .whisker {
    display: block;
    width: 100%;
    max-width: 160px;
    height: 12px;
    margin-top: 2px;
    overflow: visible;
  }
  .track {
    stroke: var(--line);
    stroke-width: 1;
  }
  .zero {
    stroke: var(--soft);
    stroke-width: 1;
  }
  .reach {
    stroke: var(--accent);
    stroke-width: 3;
    stroke-linecap: round;
  }
  .dot {
    fill: var(--accent);
    stroke: var(--ground);
    stroke-width: 1;
  }
  .note {
    max-width: 80ch;
    margin-top: 8px;
    color: var(--soft);
    font-size: 13px;
  }
  .alarm {
    margin-top: 8px;
    padding: 12px 16px;
    border: 1px solid var(--bad);
    border-radius: 8px;
    background: var(--bad-tint);
    color: var(--ink);
  }
  .alarm strong {
    color: var(--bad);
  }
  .estimates {
    display: grid;
    gap: 4px;
    margin-top: 8px;
  }
  .estimates div {
    display: grid;
    grid-template-columns: 160px minmax(0, 1fr);
    font-variant-numeric: tabular-nums;
  }
  @media (max-width: 720px) {
    .page {
      padding: 16px 16px 32px;
    }
    .quick {
      width: 100%;
    }
    .total {
      grid-template-columns: 1fr 1fr;
    }
    .total div {
      padding: 8px 12px 8px 0;
    }
    .total div:nth-child(even) {
      padding-left: 12px;
    }
    .total div:nth-child(odd) {
      border-left: 0;
    }
    .total div:nth-child(n + 3) {
      border-top: 1px solid var(--line);
    }
    thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 8px 12px;
      padding: 12px 0;
      border-bottom: 1px solid var(--line);
    }
    tbody th,
    td {
      padding: 0;
      border: 0;
    }
    td[data-title]::before {
      content: attr(data-title);
      display: block;
      color: var(--soft);
      font-size: 13px;
    }
    .lists-cell .lists {
      display: inline;
      margin-left: 6px;
    }
    .estimates div {
      grid-template-columns: 120px minmax(0, 1fr);
    }
  }
`;
