import { css } from "lit";

/** Dense and calm: the console's measures over the common look. */
export const consoleLook = css`
  :host {
    --warn: light-dark(#8a5a00, #e8bd6a);
    --note: light-dark(#fdf6e0, #2b2618);
    font-size: 14px;
    line-height: 20px;
  }
`;

/** What lies over the desk until it is closed. */
export const dialogs = css`
  dialog {
    width: min(420px, calc(100vw - 32px));
    padding: 20px 24px 24px;
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--ground);
    color: var(--ink);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 0.3);
  }
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 12px;
  }
  h2 {
    font-size: 16px;
    font-weight: 600;
  }
`;

/** Buttons, fields, keys and small labels as all parts of the console have them. */
export const controls = css`
  .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-height: 32px;
    padding: 0 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
    font-weight: 500;
    white-space: nowrap;
  }
  .button:enabled:hover {
    background: var(--raised);
  }
  .button:disabled {
    color: var(--soft);
  }
  .button.main {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  .button.main:enabled:hover {
    background: color-mix(in oklab, var(--accent) 88%, var(--ink));
  }
  .button.main:disabled {
    background: var(--raised);
    color: var(--soft);
  }
  .icon {
    display: grid;
    place-items: center;
    width: 32px;
    height: 32px;
    border-radius: 8px;
    color: var(--soft);
  }
  .icon:hover {
    background: var(--raised);
    color: var(--ink);
  }
  input,
  select,
  textarea {
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--ground);
    color: var(--ink);
  }
  ::placeholder {
    color: var(--soft);
    opacity: 1;
  }
  kbd {
    display: inline-block;
    min-width: 18px;
    padding: 0 4px;
    border: 1px solid var(--line);
    border-radius: 4px;
    background: var(--raised);
    color: var(--soft);
    font: 500 12px/16px var(--font);
    text-align: center;
  }
  .main kbd {
    border-color: currentColor;
    background: none;
    color: inherit;
  }
  .quiet {
    color: var(--soft);
  }
  .bad {
    color: var(--bad);
  }
  .good {
    color: var(--good);
  }
  .warn {
    color: var(--warn);
  }
  @media (hover: none) {
    kbd {
      display: none;
    }
  }
`;
