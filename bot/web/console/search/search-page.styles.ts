import { css } from "lit";

export const searchStyles = css`
  :host {
    height: 100%;
    overflow-y: auto;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .page {
    max-width: 1160px;
    padding: 20px 24px 48px;
  }
  form {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, 320px) auto;
    align-items: end;
    gap: 8px;
  }
  label {
    color: var(--soft);
    font-size: 13px;
  }
  input {
    display: block;
    width: 100%;
    height: 36px;
    margin-top: 2px;
    padding: 0 12px;
    font-size: 14px;
  }
  .button {
    min-height: 36px;
  }
  .state {
    max-width: 64ch;
    margin-top: 24px;
  }
  .state p + p {
    margin-top: 8px;
  }
  .keys kbd {
    margin: 0 2px;
  }
  @media (hover: none) {
    .keys {
      display: none;
    }
  }
  console-findings {
    margin-top: 24px;
  }
  @media (max-width: 720px) {
    .page {
      padding: 12px 16px 32px;
    }
    form {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .question {
      grid-column: 1 / -1;
    }
    input {
      font-size: 16px;
    }
  }
`;
