import { css } from "lit";

export const productPageStyles = css`
  .problem {
    padding: 96px 0;
    text-align: center;
  }
  nav {
    display: flex;
    gap: 8px;
    padding: 24px 0 20px;
    color: var(--soft);
    font-size: 15px;
  }
  nav a {
    color: inherit;
    text-decoration: none;
  }
  nav a:hover {
    color: var(--ink);
    text-decoration: underline;
  }
  article {
    display: grid;
    grid-template-columns: 1fr 1fr;
    gap: clamp(24px, 5vw, 72px);
    align-items: start;
  }
  .large {
    position: relative;
    aspect-ratio: 1;
    border-radius: 24px;
    background: var(--raised);
    overflow: hidden;
  }
  .large img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .large::after {
    content: "";
    position: absolute;
    inset: 0;
    background: var(--dim);
  }
  .facts {
    padding-top: 8px;
  }
  h1 {
    margin-top: 4px;
    font: 600 clamp(28px, 3.4vw, 40px) / 1.12 var(--serif);
    letter-spacing: -0.015em;
    text-wrap: balance;
  }
  .facts .brand {
    font-size: 16px;
  }
  .amount {
    display: flex;
    align-items: baseline;
    gap: 12px;
    margin-top: 12px;
    font-size: 24px;
    font-variant-numeric: tabular-nums;
  }
  .amount s {
    font-size: 18px;
  }
  .description {
    margin-top: 20px;
    max-width: 56ch;
    line-height: 1.6;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 24px 0 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 8px;
    color: var(--soft);
    font-size: 15px;
  }
  label {
    position: relative;
    cursor: pointer;
  }
  label input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }
  label span {
    display: block;
    min-width: 44px;
    padding: 8px 16px;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--card);
    text-align: center;
  }
  label:hover span {
    border-color: var(--accent);
  }
  label input:checked + span {
    border-color: var(--accent);
    box-shadow: inset 0 0 0 1px var(--accent);
  }
  label input:focus-visible + span {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  label.gone span {
    color: var(--soft);
    border-style: dashed;
  }
  .stock {
    margin-top: 24px;
    color: var(--good);
  }
  .stock.gone {
    color: var(--soft);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-top: 12px;
  }
  .actions button {
    min-height: 48px;
    padding: 0 28px;
    border: 1px solid var(--line);
    border-radius: 24px;
    font-weight: 600;
  }
  .actions .add {
    border-color: transparent;
    background: var(--accent);
    color: var(--on-accent);
  }
  .actions .add:disabled {
    background: var(--raised);
    color: var(--soft);
  }
  .actions .ask:hover {
    border-color: var(--accent);
  }
  section {
    margin-top: 64px;
  }
  h2 {
    margin-bottom: 20px;
    font: 600 24px/1.2 var(--serif);
  }
  dl {
    columns: 2;
    column-gap: clamp(24px, 5vw, 72px);
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: 16px;
    padding: 10px 0;
    border-bottom: 1px solid var(--line);
    break-inside: avoid;
  }
  dt {
    color: var(--soft);
  }
  dd {
    text-align: right;
  }
  .grid {
    grid-template-columns: repeat(4, 1fr);
  }
  @media (max-width: 800px) {
    article {
      grid-template-columns: 1fr;
    }
    dl {
      columns: 1;
    }
    .grid {
      grid-template-columns: 1fr 1fr;
    }
    .actions button {
      flex: 1;
      white-space: nowrap;
    }
  }
`;
