import { css } from "lit";

/**
 * The look, as custom properties that cross shadow roots: set once on the outermost element.
 * `--brand` is the shop's colour; text and buttons use a lightness of it that stays readable on any ground.
 */
export const theme = css`
  :host {
    --brand: var(--shopclerk-accent, #2f6f4f);
    --ground: light-dark(#ffffff, #171a19);
    --raised: light-dark(#f7f6f3, #1f2322);
    --ink: light-dark(#1e2321, #ebeeec);
    --soft: light-dark(#5c6461, #a6afab);
    --line: light-dark(#e5e3de, #333a37);
    --accent: light-dark(
      oklch(from var(--brand) min(l, 0.5) c h),
      oklch(from var(--brand) max(l, 0.78) min(c, 0.13) h)
    );
    --on-accent: light-dark(#ffffff, #121614);
    --tint: light-dark(
      color-mix(in oklab, var(--accent) 11%, #ffffff),
      color-mix(in oklab, var(--accent) 20%, #171a19)
    );
    --good: light-dark(#2b6e45, #86cfa0);
    --bad: light-dark(#a5341f, #ffa491);
    --bad-tint: light-dark(#fbeeea, #3a211c);
    --mark: light-dark(#ffefb3, #5a4a14);
    --focus: light-dark(#1a5fb4, #99c1f1);
    --font: -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans",
      "Helvetica Neue", Arial, sans-serif;
    color-scheme: light dark;
    color: var(--ink);
    font: 400 16px/1.5 var(--font);
    -webkit-text-size-adjust: 100%;
  }
  :host([data-theme="light"]) {
    color-scheme: light;
  }
  :host([data-theme="dark"]) {
    color-scheme: dark;
  }
`;

/** What every element's shadow root starts from. */
export const base = css`
  :host {
    display: block;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button,
  input,
  textarea,
  select {
    font: inherit;
    color: inherit;
    letter-spacing: inherit;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: inherit;
  }
  button:disabled {
    cursor: default;
  }
  a {
    color: var(--accent);
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 2px;
  }
  .hidden-text {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    *::before,
    *::after {
      animation: none !important;
      transition: none !important;
      scroll-behavior: auto !important;
    }
  }
`;
