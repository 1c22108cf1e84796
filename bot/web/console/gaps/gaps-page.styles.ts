import { css } from "lit";

export const gapsStyles = css`
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
  .row {
    grid-template-columns: 24px minmax(0, 1fr) auto;
    gap: 0 12px;
    padding-left: 8px;
  }
  .times {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: right;
  }
  .row .lines {
    grid-column: 2 / -1;
  }
  .again {
    padding: 6px 16px;
    border-bottom: 1px solid var(--line);
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
  @media (max-width: 720px) {
    .page {
      padding: 12px 16px 32px;
    }
  }
`;
