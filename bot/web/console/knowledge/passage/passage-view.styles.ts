import { css } from "lit";

export const passageStyles = css`
  dialog {
    width: min(760px, calc(100vw - 24px));
    max-height: min(88dvh, 900px);
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--ground);
    color: var(--ink);
  }
  dialog[open] {
    display: flex;
    flex-direction: column;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.3);
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 14px 12px 12px 20px;
    border-bottom: 1px solid var(--line);
  }
  .titles {
    flex: 1;
    min-width: 0;
  }
  h2 {
    font-size: 15px;
    overflow-wrap: anywhere;
  }
  .facts {
    color: var(--soft);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .body {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    padding: 14px 20px 20px;
  }
  .body:focus-visible {
    outline-offset: -3px;
  }
  .scores {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(60px, 1fr));
    gap: 16px;
    margin-bottom: 16px;
  }
  .scores .label {
    display: block;
  }
  .passage > * + *,
  .passage > * > * + * {
    margin-top: 10px;
  }
  .around {
    color: var(--soft);
  }
  .passage ul,
  .passage ol {
    padding-left: 20px;
  }
  .passage ul {
    list-style: disc;
  }
  .passage ol {
    list-style: decimal;
  }
  .passage h3 {
    font-size: 14px;
  }
  .scroller {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 13px;
  }
  th,
  td {
    padding: 6px 10px;
    text-align: left;
    vertical-align: top;
  }
  th {
    background: var(--raised);
    font-weight: 600;
  }
  tr + tr > *,
  thead + tbody tr > * {
    border-top: 1px solid var(--line);
  }
  .lesson {
    margin-top: 20px;
    padding-top: 14px;
    border-top: 1px solid var(--line);
  }
  .lesson h3 {
    margin-bottom: 6px;
    font-size: 14px;
    font-weight: 600;
  }
  .choice {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    align-items: center;
    gap: 16px;
    width: 100%;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .choice:enabled:hover {
    background: var(--raised);
  }
  .choice:focus-visible {
    outline-offset: -2px;
  }
  .choice span:first-child {
    overflow-wrap: anywhere;
  }
  .choice .act {
    color: var(--accent);
    font-weight: 500;
    white-space: nowrap;
  }
  .choice:disabled .act {
    color: var(--soft);
  }
`;
