import { css } from "lit";

export const drawerStyles = css`
  :host {
    position: absolute;
    inset: 0;
    z-index: 2;
    background: var(--ground);
    animation: rise 140ms ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  section {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .top {
    display: flex;
    gap: 12px;
    align-items: flex-start;
    padding: 16px 12px 12px 20px;
    border-bottom: 1px solid var(--line);
  }
  .number {
    flex: none;
    min-width: 24px;
    padding: 0 4px;
    margin-top: 1px;
    border-radius: 12px;
    background: var(--tint);
    color: var(--accent);
    font-size: 14px;
    font-weight: 600;
    line-height: 24px;
    text-align: center;
  }
  .titles {
    flex: 1;
    min-width: 0;
  }
  h2 {
    font-size: 17px;
    font-weight: 600;
    line-height: 24px;
    outline: none;
  }
  .path,
  .facts {
    color: var(--soft);
    font-size: 14px;
    line-height: 20px;
  }
  .icon {
    flex: none;
    display: grid;
    place-items: center;
    width: 36px;
    height: 36px;
    margin-top: -5px;
    border-radius: 8px;
    color: var(--soft);
  }
  .icon:hover {
    background: var(--raised);
    color: var(--ink);
  }
  .body {
    flex: 1;
    overflow-y: auto;
    padding: 16px 20px 24px;
    overscroll-behavior: contain;
  }
  .body:focus-visible {
    outline-offset: -3px;
  }
  .quiet {
    color: var(--soft);
    margin-bottom: 12px;
  }
  .passage > * + *,
  .passage > * > * + * {
    margin-top: 12px;
  }
  .around {
    color: var(--soft);
  }
  .passage h3 {
    font-size: 16px;
    font-weight: 600;
  }
  .passage ul,
  .passage ol {
    padding-left: 22px;
  }
  .passage ul {
    list-style: disc;
  }
  .passage ol {
    list-style: decimal;
  }
  .passage li + li {
    margin-top: 4px;
  }
  .passage li::marker {
    color: var(--soft);
  }
  .scroller {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 8px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 15px;
    line-height: 20px;
  }
  th,
  td {
    padding: 8px 12px;
    text-align: left;
    vertical-align: top;
  }
  th {
    font-weight: 600;
    background: var(--raised);
  }
  tr + tr > *,
  thead + tbody tr > * {
    border-top: 1px solid var(--line);
  }
  mark {
    background: var(--mark);
    color: inherit;
    border-radius: 2px;
    padding: 1px 0;
    -webkit-box-decoration-break: clone;
    box-decoration-break: clone;
  }
  .whole {
    padding: 12px 20px calc(12px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
  }
  .whole a {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    font-size: 15px;
  }
`;
