import { css } from "lit";

export const savedStyles = css`
  .top {
    padding-left: 16px;
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
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
  }
  .row b {
    font-weight: 600;
  }
  .row em {
    font-size: 13px;
    font-style: normal;
  }
  .row .lines {
    grid-column: 1 / -1;
  }
  form {
    display: grid;
    gap: 12px;
    max-width: 720px;
    padding: 16px 24px 48px;
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
  @media (max-width: 720px) {
    form {
      padding: 12px 16px 32px;
    }
    input,
    textarea {
      font-size: 16px;
    }
  }
`;
