import { css } from "lit";

export const queueStyles = css`
  nav {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .tabs {
    display: flex;
    padding: 8px 8px 0;
  }
  .tabs button {
    flex: auto;
    min-height: 32px;
    padding: 0 4px;
    border-radius: 8px;
    color: var(--soft);
    font-weight: 500;
    font-size: 13px;
    text-align: center;
    white-space: nowrap;
  }
  .tabs button:hover {
    background: var(--raised);
  }
  .tabs [aria-selected="true"] {
    background: var(--tint);
    color: var(--ink);
  }
  .count {
    font-variant-numeric: tabular-nums;
  }
  .alert .count {
    padding: 0 5px;
    border-radius: 8px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 12px;
    font-weight: 600;
    line-height: 16px;
    display: inline-block;
  }
  input {
    height: 32px;
    margin: 8px 12px;
    padding: 0 12px;
  }
  .list {
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    border-top: 1px solid var(--line);
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .row {
    display: block;
    width: 100%;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
  }
  .row:hover {
    background: var(--raised);
  }
  .row[aria-current] {
    background: var(--tint);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .first {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  .who {
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .first > :last-child {
    flex: none;
    font-size: 13px;
  }
  .wait.warn,
  .wait.bad {
    font-weight: 600;
  }
  .last {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    color: var(--soft);
    overflow-wrap: anywhere;
  }
  .row[aria-current] .last,
  .row[aria-current] .quiet,
  .row[aria-current] .facts {
    color: var(--ink);
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    margin-top: 2px;
    color: var(--soft);
    font-size: 13px;
  }
  .facts > * + *::before {
    content: "·";
    margin: 0 6px;
    color: var(--soft);
  }
  .facts .bad {
    color: var(--bad);
  }
  .facts .warn {
    color: var(--warn);
  }
  .facts .due {
    color: var(--accent);
    font-weight: 600;
  }
  .scope {
    padding: 8px 16px;
    border-bottom: 1px solid var(--line);
    color: var(--soft);
    font-size: 13px;
  }
  .facts .good {
    color: var(--good);
  }
  .empty {
    padding: 32px 24px;
    color: var(--soft);
    text-align: center;
  }
  .more {
    display: block;
    margin: 12px auto;
  }
`;
