import { css } from "lit";

export const messageLogStyles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    min-height: 0;
  }
  .scroll {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 16px 20px 4px;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .said {
    margin-top: 8px;
  }
  .bot,
  .agent,
  .shopper.first {
    margin-top: 20px;
  }
  .bot + .bot,
  .agent + .agent {
    margin-top: 12px;
  }
  .log > :first-child {
    margin-top: 0;
  }
  .author {
    display: flex;
    align-items: center;
    gap: 8px;
    margin-bottom: 6px;
    font-size: 14px;
    font-weight: 600;
    line-height: 24px;
  }
  .mark {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    border-radius: 8px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 13px;
  }
  .mark.human {
    border-radius: 50%;
    background: var(--tint);
    color: var(--accent);
  }
  .plain,
  .bubble {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .shopper {
    display: flex;
    flex-direction: column;
    align-items: flex-end;
  }
  .bubble {
    max-width: 86%;
    padding: 8px 14px;
    border-radius: 18px 18px 6px 18px;
    background: var(--tint);
  }
  .state {
    margin-top: 4px;
    color: var(--soft);
    font-size: 13px;
    line-height: 18px;
    text-align: right;
  }
  .late {
    animation: appear 0s 1.2s both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .error {
    color: var(--bad);
  }
  .error button,
  .failure button {
    color: inherit;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .notice {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 20px 0 12px;
    color: var(--soft);
    font-size: 14px;
    line-height: 20px;
    text-align: center;
  }
  .notice::before,
  .notice::after {
    content: "";
    flex: 1 1 16px;
    border-top: 1px solid var(--line);
  }
  .failure {
    margin-top: 12px;
    padding: 12px 16px;
    border-radius: 12px;
    background: var(--bad-tint);
    color: var(--bad);
    font-size: 15px;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 20px;
    margin-top: 4px;
  }
  .progress {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 24px;
    margin-top: 8px;
    color: var(--soft);
    font-size: 15px;
  }
  .dots {
    display: inline-flex;
    gap: 3px;
  }
  .dots i {
    width: 5px;
    height: 5px;
    border-radius: 50%;
    background: var(--accent);
    animation: breathe 1.2s infinite ease-in-out;
  }
  .dots i:nth-child(2) {
    animation-delay: 0.15s;
  }
  .dots i:nth-child(3) {
    animation-delay: 0.3s;
  }
  @keyframes breathe {
    0%,
    60%,
    100% {
      opacity: 0.25;
    }
    30% {
      opacity: 1;
    }
  }
  .jump {
    position: absolute;
    bottom: 8px;
    left: 50%;
    transform: translateX(-50%);
    display: inline-flex;
    align-items: center;
    gap: 6px;
    padding: 6px 14px;
    border: 1px solid var(--line);
    border-radius: 18px;
    background: var(--ground);
    color: var(--accent);
    font-size: 14px;
    line-height: 20px;
  }
`;
