import { css } from "lit";

export const threadStyles = css`
  .scroll {
    height: 100%;
    overflow-y: auto;
    padding: 16px 24px;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  .scroll:focus-visible {
    outline-offset: -3px;
  }
  .earlier {
    display: block;
    margin: 0 auto 16px;
  }
  .said {
    max-width: 720px;
    margin-top: 16px;
    padding-left: 12px;
    border-left: 2px solid transparent;
  }
  .said:first-child,
  .line:first-child {
    margin-top: 0;
  }
  .said.follows {
    margin-top: 4px;
  }
  .shopper {
    border-left-color: var(--line);
  }
  .me,
  .colleague {
    border-left-color: var(--accent);
  }
  .note {
    padding: 6px 12px;
    border-left-color: var(--warn);
    border-radius: 0 8px 8px 0;
    background: var(--note);
  }
  .author b {
    font-weight: 600;
  }
  .bot .author b {
    color: var(--soft);
  }
  .me .author b,
  .colleague .author b {
    color: var(--accent);
  }
  .author time {
    margin-left: 6px;
    color: var(--soft);
    font-size: 13px;
  }
  .text {
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  div.text {
    white-space: normal;
  }
  .text p + *,
  .text ul + *,
  .text ol + * {
    margin-top: 4px;
  }
  .bullets {
    list-style: disc;
    padding-left: 18px;
  }
  ol.bullets {
    list-style: decimal;
    padding-left: 22px;
  }
  .attached {
    margin-top: 4px;
    color: var(--soft);
    font-size: 13px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 12px;
    margin: 16px 0;
    color: var(--soft);
    font-size: 13px;
  }
  .line.bad {
    color: var(--bad);
  }
  .line::before,
  .line::after {
    content: "";
    flex: 1;
    border-top: 1px solid var(--line);
  }
  .detail {
    margin-top: 4px;
    padding-left: 14px;
    color: var(--soft);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  .unsent .text {
    color: var(--soft);
  }
  .late {
    animation: appear 0s 0.6s both;
  }
  @keyframes appear {
    from {
      visibility: hidden;
    }
  }
  .link {
    margin-right: 12px;
    color: inherit;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .progress {
    min-height: 20px;
    margin-top: 12px;
    color: var(--soft);
    font-size: 13px;
  }
`;
