import { css } from "lit";

export const replyStyles = css`
  :host {
    padding: 8px 16px calc(12px + env(safe-area-inset-bottom));
    border-top: 1px solid var(--line);
  }
  .write {
    position: relative;
  }
  .kinds {
    display: flex;
    gap: 4px;
    margin-bottom: 6px;
  }
  .kinds button {
    padding: 2px 10px;
    border-radius: 8px;
    color: var(--soft);
    font-weight: 500;
  }
  .kinds [aria-pressed="true"] {
    background: var(--tint);
    color: var(--ink);
  }
  .kinds .pick {
    margin-left: auto;
  }
  .kinds .pick:hover {
    background: var(--raised);
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: 8px;
  }
  textarea {
    flex: 1;
    min-width: 0;
    min-height: 56px;
    max-height: 240px;
    padding: 8px 12px;
    line-height: 20px;
    resize: none;
    field-sizing: content;
  }
  textarea.note {
    background: var(--note);
  }
  .open {
    margin-top: 6px;
    font-size: 13px;
  }
  .open b {
    padding: 0 4px;
    border-radius: 4px;
    background: var(--mark);
    color: var(--ink);
    font-weight: 500;
  }
  .locked {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 0 12px;
    border: 1px dashed var(--line);
    border-radius: 8px;
    color: var(--soft);
  }
  .locked .button {
    margin-left: auto;
    color: var(--ink);
  }
  @media (max-width: 720px) {
    textarea {
      font-size: 16px;
    }
  }
`;
