import { css } from "lit";

export const gapsStyles = css`
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
  .tabs {
    display: flex;
    gap: 2px;
  }
  .tabs button {
    min-height: 32px;
    padding: 0 8px;
    border-radius: 8px;
    color: var(--soft);
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  .tabs button:hover {
    background: var(--raised);
  }
  .tabs [aria-pressed="true"] {
    background: var(--tint);
    color: var(--ink);
  }
  select {
    height: 32px;
    padding: 0 8px;
    font-size: 13px;
  }
  .gap {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) auto;
    gap: 0 12px;
    width: 100%;
    padding: 10px 16px 10px 8px;
    border-bottom: 1px solid var(--line);
  }
  a.gap {
    color: inherit;
    text-decoration: none;
  }
  .gap:hover {
    background: var(--raised);
  }
  .gap[aria-current] {
    background: var(--tint);
  }
  .gap:focus-visible {
    outline-offset: -2px;
  }
  .times {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .asked {
    overflow-wrap: anywhere;
  }
  .now {
    grid-column: 2 / -1;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    color: var(--soft);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .gap[aria-current] .now,
  .gap[aria-current] .quiet {
    color: var(--ink);
  }
  .again {
    padding: 6px 16px;
    border-bottom: 1px solid var(--line);
  }
  .empty {
    padding: 32px 24px;
    color: var(--soft);
    text-align: center;
  }
  .page {
    max-width: 1000px;
    padding: 16px 24px 48px;
  }
  .page h1 {
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--soft);
    font-size: 13px;
  }
  .tried {
    display: grid;
    gap: 2px;
    max-width: 560px;
    margin-top: 12px;
  }
  .tried li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 96px 44px;
    align-items: center;
    gap: 12px;
    font-size: 13px;
  }
  .tried a {
    color: var(--ink);
    text-decoration-color: var(--line);
    overflow-wrap: anywhere;
  }
  .tried .digits {
    text-align: right;
  }
  .caption {
    margin-top: 12px;
    color: var(--soft);
    font-size: 13px;
  }
  console-findings {
    margin-top: 20px;
    padding-top: 16px;
    border-top: 1px solid var(--line);
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
    .page {
      padding: 12px 16px 32px;
    }
    .back {
      display: inline-block;
      margin-bottom: 8px;
    }
  }
`;
