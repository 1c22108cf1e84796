import { css } from "lit";

export const findingsStyles = css`
  :host {
    container-type: inline-size;
  }
  :host(.old) {
    opacity: 0.6;
  }
  .read-as {
    margin-bottom: 8px;
    overflow-wrap: anywhere;
  }
  section + section {
    margin-top: 28px;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-bottom: 8px;
  }
  .verdict {
    font-size: 15px;
  }
  .verdict.good {
    color: var(--good);
  }
  .verdict.warn {
    color: var(--warn);
  }
  .covered {
    display: grid;
    grid-template-columns: auto 120px auto;
    align-items: center;
    gap: 8px;
    color: var(--soft);
    font-size: 13px;
  }
  .answer li + li {
    margin-top: 8px;
  }
  .said {
    max-width: 76ch;
    font-size: 15px;
    line-height: 22px;
  }
  .source {
    color: var(--soft);
    font-size: 13px;
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-underline-offset: 3px;
  }
  .source:hover {
    color: var(--ink);
  }
  a.button {
    color: var(--ink);
    text-decoration: none;
  }
  a.button:hover {
    background: var(--raised);
  }
  .teach {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-top: 12px;
  }
  .row {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr) repeat(var(--columns, 5), 72px);
    gap: 0 16px;
    width: 100%;
  }
  .columns-3 .row {
    --columns: 3;
  }
  .columns-4 .row {
    --columns: 4;
  }
  .head {
    padding-bottom: 6px;
    border-bottom: 1px solid var(--line);
    font-size: 12px;
    line-height: 16px;
  }
  .head h2 {
    grid-column: 1 / 3;
  }
  .head .score {
    align-self: end;
    color: var(--bar);
  }
  .hit {
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
  }
  .hit:hover {
    background: var(--raised);
  }
  .hit:focus-visible {
    outline-offset: -2px;
  }
  .hit .label {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .rank {
    padding-left: 8px;
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }
  .place {
    display: block;
    overflow-wrap: anywhere;
  }
  .place b {
    font-weight: 600;
  }
  .shown {
    margin-left: 8px;
    padding: 0 6px;
    border-radius: 8px;
    background: var(--tint);
    font-size: 12px;
    line-height: 16px;
    white-space: nowrap;
  }
  .begin {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
  }
  .read {
    display: block;
    margin-top: 2px;
    color: var(--soft);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .hit .score {
    display: block;
    position: relative;
  }
  .asked li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 72px;
    gap: 0 16px;
    padding: 8px 0;
    border-bottom: 1px solid var(--line);
  }
  .asked .head {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 72px;
    gap: 0 16px;
  }
  .asked .head h2 {
    grid-column: auto;
  }
  .answers {
    color: var(--soft);
    overflow-wrap: anywhere;
  }
  @container (max-width: 640px) {
    .row {
      grid-template-columns: 16px minmax(0, 1fr);
      gap: 0 8px;
    }
    .rank {
      padding: 0;
    }
    .head .score {
      display: none;
    }
    .scores {
      grid-column: 2;
      display: grid;
      grid-template-columns: repeat(4, minmax(0, 1fr));
      gap: 12px;
      margin-top: 8px;
    }
    .hit .label {
      position: static;
      display: block;
      width: auto;
      height: auto;
      clip-path: none;
    }
  }
  @container (min-width: 640.01px) {
    .scores {
      display: contents;
    }
  }
`;
