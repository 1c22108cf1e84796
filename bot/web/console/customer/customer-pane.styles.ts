import { css } from "lit";

export const customerStyles = css`
  aside {
    position: relative;
    height: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  aside:focus-visible {
    outline-offset: -3px;
  }
  .close {
    display: none;
    position: absolute;
    top: 8px;
    right: 8px;
  }
  section {
    padding: 16px;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    margin-bottom: 8px;
    font-size: 14px;
    font-weight: 600;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-top: 8px;
  }
  a.button {
    align-items: center;
    color: var(--ink);
    text-decoration: none;
  }
  .summary {
    margin-bottom: 8px;
    overflow-wrap: anywhere;
  }
  dl div {
    display: grid;
    grid-template-columns: 96px minmax(0, 1fr);
    gap: 12px;
  }
  dl div + div {
    margin-top: 4px;
  }
  dt {
    color: var(--soft);
  }
  dd {
    overflow-wrap: anywhere;
  }
  .good {
    color: var(--good);
  }
  .products li {
    display: grid;
    grid-template-columns: 40px minmax(0, 1fr);
    gap: 0 12px;
  }
  .products li + li {
    margin-top: 8px;
  }
  img {
    grid-row: span 2;
    width: 40px;
    height: 40px;
    border-radius: 6px;
    background: var(--raised);
    object-fit: cover;
  }
  a {
    color: var(--ink);
    text-decoration-color: var(--line);
    overflow-wrap: anywhere;
  }
  .search + .search {
    margin-top: 16px;
  }
  .search p:first-child {
    overflow-wrap: anywhere;
  }
  .search li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) 48px 36px;
    align-items: center;
    gap: 8px;
    margin-top: 4px;
    font-size: 13px;
  }
  .score {
    color: var(--soft);
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  meter {
    width: 100%;
    height: 6px;
    appearance: none;
    border: 0;
    border-radius: 3px;
    background: var(--raised);
    overflow: hidden;
  }
  meter::-webkit-meter-bar {
    border: 0;
    background: var(--raised);
  }
  meter::-webkit-meter-optimum-value {
    background: var(--accent);
  }
  meter::-moz-meter-bar {
    background: var(--accent);
  }
  @media (max-width: 1180px) {
    .close {
      display: grid;
    }
  }
`;
