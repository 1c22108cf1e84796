import { css } from "lit";

export const profileStyles = css`
  .about {
    color: var(--soft);
    font-size: 15px;
    line-height: 22px;
  }
  h3 {
    margin: 24px 0 4px;
    font-size: 15px;
    font-weight: 600;
    line-height: 20px;
  }
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 44px;
  }
  li + li {
    border-top: 1px solid var(--line);
  }
  .name {
    flex: 1;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .name::first-letter {
    text-transform: uppercase;
  }
  .note {
    flex: none;
    color: var(--soft);
    font-size: 14px;
    font-variant-numeric: tabular-nums;
  }
  li .icon {
    margin: 0 -8px 0 -4px;
  }
  .orders {
    margin-top: 24px;
  }
  .done {
    color: var(--soft);
    font-size: 14px;
    min-height: 20px;
    margin-top: 8px;
  }
  .ask {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 16px;
    font-size: 15px;
  }
  .ask p {
    flex: 1 1 100%;
  }
  .text {
    min-height: 36px;
    color: var(--accent);
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  .text.bad {
    color: var(--bad);
  }
`;
