export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
  button {
    --brand: var(--shopclerk-accent, #2f6f4f);
    position: fixed;
    right: calc(24px + env(safe-area-inset-right));
    bottom: calc(24px + env(safe-area-inset-bottom));
    z-index: 2147482999;
    display: grid;
    place-items: center;
    width: 56px;
    height: 56px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    color-scheme: light dark;
    background: light-dark(
      oklch(from var(--brand) min(l, 0.5) c h),
      oklch(from var(--brand) max(l, 0.78) min(c, 0.13) h)
    );
    color: light-dark(#fff, #121614);
    box-shadow: 0 4px 16px rgb(0 0 0 / 0.18);
    cursor: pointer;
    transition: transform 120ms;
  }
  button[data-theme="light"] { color-scheme: light; }
  button[data-theme="dark"] { color-scheme: dark; }
  button[hidden] { display: none; }
  button:hover { transform: translateY(-2px); }
  button:focus-visible { outline: 2px solid light-dark(#1a5fb4, #99c1f1); outline-offset: 3px; }
  button[aria-busy="true"] svg { opacity: 0.5; }
  svg { width: 28px; height: 28px; fill: none; stroke: currentColor; stroke-width: 1.7; stroke-linejoin: round; }
  span {
    position: absolute;
    top: -2px;
    right: -2px;
    min-width: 22px;
    padding: 0 6px;
    border-radius: 11px;
    background: #b3261e;
    color: #fff;
    font: 600 13px/22px -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Arial, sans-serif;
    text-align: center;
  }
  span:empty { display: none; }
  @media (prefers-reduced-motion: reduce) { button { transition: none; } }
`);
