import { css } from "lit";

export const savedStyles = css`
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
    align-items: center;
    justify-content: space-between;
    padding: 8px 8px 8px 16px;
    border-bottom: 1px solid var(--line);
  }
  h2 {
    font-size: 14px;
    font-weight: 600;
  }
  a.button {
    color: var(--on-accent);
    text-decoration: none;
  }
  .row {
    display: grid;
    gap: 2px;
    padding: 10px 16px;
    border-bottom: 1px solid var(--line);
    color: inherit;
    text-decoration: none;
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
  .row b {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .row span {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    color: var(--soft);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .row[aria-current] span {
    color: var(--ink);
  }
  .empty {
    padding: 32px 24px;
    color: var(--soft);
    text-align: center;
  }
  form {
    display: grid;
    gap: 12px;
    max-width: 720px;
    padding: 16px 24px 48px;
  }
  .back {
    display: none;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }
  input,
  textarea {
    padding: 8px 12px;
    font-weight: 400;
  }
  textarea {
    min-height: 120px;
    line-height: 20px;
    resize: vertical;
  }
  .placeholders {
    display: grid;
    gap: 6px;
  }
  .placeholders li,
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .placeholders .button {
    min-height: 28px;
    font-size: 13px;
  }
  .acts {
    margin-top: 4px;
  }
  @media (max-width: 900px) {
    :host {
      grid-template-columns: minmax(0, 1fr);
    }
    .list {
      border-right: 0;
    }
    .detail {
      display: none;
    }
    :host([detail]) .list {
      display: none;
    }
    :host([detail]) .detail {
      display: block;
    }
    .back {
      display: block;
    }
    form {
      padding: 12px 16px 32px;
    }
    input,
    textarea {
      font-size: 16px;
    }
  }
`;
