import { css } from "lit";

export const panelStyles = css`
  :host {
    display: none;
  }
  :host([open]) {
    display: block;
  }
  .window {
    position: fixed;
    right: 24px;
    bottom: 24px;
    z-index: 2147483000;
    display: flex;
    flex-direction: column;
    width: 408px;
    height: min(704px, calc(100vh - 48px));
    border: 1px solid var(--line);
    border-radius: 16px;
    background: var(--ground);
    box-shadow: 0 16px 48px rgb(0 0 0 / 0.14);
    overflow: hidden;
    animation: open 140ms ease-out;
  }
  @keyframes open {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }
  .top {
    display: flex;
    align-items: center;
    gap: 4px;
    padding: 12px 12px 12px 20px;
    border-bottom: 1px solid var(--line);
  }
  .who {
    flex: 1;
    min-width: 0;
  }
  h2 {
    outline: none;
    font-size: 17px;
    font-weight: 600;
    line-height: 24px;
  }
  .sub {
    color: var(--soft);
    font-size: 13px;
    line-height: 18px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
    text-wrap: balance;
  }
  .sub:empty {
    display: none;
  }
  .icon {
    display: grid;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 8px;
    color: var(--soft);
  }
  .icon:hover {
    background: var(--raised);
    color: var(--ink);
  }
  .banner {
    padding: 8px 20px;
    background: var(--raised);
    border-bottom: 1px solid var(--line);
    color: var(--soft);
    font-size: 14px;
    line-height: 20px;
  }
  .banner.bad {
    background: var(--bad-tint);
    color: var(--bad);
  }
  .banner button {
    color: var(--accent);
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  shopclerk-log {
    flex: 1;
  }
  .empty {
    padding: 12px 0 20px;
  }
  .empty h3 {
    font-size: 22px;
    font-weight: 600;
    line-height: 30px;
    letter-spacing: -0.01em;
    text-wrap: balance;
  }
  .empty p {
    margin-top: 8px;
    color: var(--soft);
  }
  .empty ul {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 8px;
    margin-top: 24px;
  }
  .suggestion {
    min-height: 40px;
    padding: 8px 16px;
    border: 1px solid var(--line);
    border-radius: 20px;
    color: var(--ink);
    line-height: 22px;
  }
  .suggestion:hover {
    border-color: var(--accent);
    background: var(--tint);
  }
  .unreachable .suggestion,
  p + .suggestion {
    margin-top: 16px;
  }
  .foot {
    padding: 8px 0 calc(12px + env(safe-area-inset-bottom));
  }
  @media (max-width: 480px) {
    .window {
      inset: var(--shopclerk-top, 0px) 0 auto 0;
      width: auto;
      height: var(--shopclerk-height, 100dvh);
      border: 0;
      border-radius: 0;
      box-shadow: none;
      padding-top: env(safe-area-inset-top);
    }
  }
`;
