import { css } from "lit";

/** A table that scrolls inside itself, with the first column in sight. */
export const tableStyles = css`
  .scroller {
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 12px;
  }
  table {
    border-collapse: separate;
    border-spacing: 0;
    min-width: 100%;
    font-size: 14px;
    line-height: 20px;
  }
  th,
  td {
    text-align: left;
    vertical-align: top;
    font-weight: 400;
  }
  tbody > tr > * {
    border-top: 1px solid var(--line);
  }
`;
