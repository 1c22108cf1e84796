import { css } from "lit";

export const answersStyles = css`
  .top {
    flex-wrap: nowrap;
  }
  .top input {
    flex: 1;
    min-width: 0;
    height: 32px;
    padding: 0 12px;
    font-size: 13px;
  }
  a.button {
    text-decoration: none;
  }
  a.button.main {
    color: var(--on-accent);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 4px 12px;
    padding: 6px 8px 6px 16px;
    border-bottom: 1px solid var(--line);
    font-size: 13px;
  }
  .line .button {
    min-height: 28px;
    font-size: 13px;
  }
  .row {
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
  }
  .row b {
    font-weight: 600;
  }
  .row .times {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .row .lines,
  .marks {
    grid-column: 1 / -1;
  }
  .marks {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    font-size: 13px;
  }
  .empty {
    text-wrap: balance;
  }
  .empty.bad {
    color: var(--bad);
    overflow-wrap: anywhere;
  }
  .empty p + p {
    margin-top: 8px;
  }
  form {
    display: grid;
    gap: 16px;
    max-width: 720px;
    padding: 16px 24px 48px;
  }
  h1 {
    font-size: 16px;
    font-weight: 600;
    line-height: 24px;
    overflow-wrap: anywhere;
  }
  .facts {
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 500;
  }
  label .quiet {
    font-size: 13px;
    font-weight: 400;
  }
  label input,
  label textarea {
    padding: 8px 12px;
    font-weight: 400;
  }
  textarea {
    min-height: 38px;
    line-height: 20px;
    resize: vertical;
    field-sizing: content;
  }
  .text textarea {
    min-height: 120px;
  }
  input[type="date"] {
    justify-self: start;
    min-width: 160px;
    height: 36px;
    padding: 0 12px;
    font-family: inherit;
  }
  .stale {
    display: grid;
    gap: 8px;
    padding: 12px 16px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--note);
    overflow-wrap: anywhere;
  }
  .stale blockquote {
    margin: 0;
    padding-left: 12px;
    border-left: 3px solid var(--line);
    white-space: pre-line;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  @media (max-width: 720px) {
    form {
      padding: 12px 16px 32px;
    }
    input,
    textarea,
    .top input {
      font-size: 16px;
    }
  }
`;
