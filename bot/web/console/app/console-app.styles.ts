import { css } from "lit";

export const appStyles = css`
  :host {
    height: 100dvh;
  }
  .desk {
    display: grid;
    grid-template: 48px minmax(0, 1fr) / 320px minmax(0, 1fr) 336px;
    height: 100dvh;
    background: var(--ground);
  }
  main {
    display: contents;
  }
  .page {
    grid-area: 2 / 1 / 3 / -1;
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    min-height: 0;
    background: var(--ground);
  }
  .page > :last-child {
    grid-row: 2;
  }
  .desk[data-view="page"] main > :not(.page) {
    display: none;
  }
  console-top {
    grid-column: 1 / -1;
    border-bottom: 1px solid var(--line);
  }
  console-queue {
    grid-area: 2 / 1;
    border-right: 1px solid var(--line);
  }
  console-thread-pane {
    grid-area: 2 / 2;
  }
  console-customer {
    grid-area: 2 / 3;
    border-left: 1px solid var(--line);
  }
  @media (max-width: 1180px) {
    .desk {
      grid-template-columns: 300px minmax(0, 1fr);
    }
    console-customer {
      display: none;
      grid-area: 2 / 2;
      z-index: 1;
      justify-self: end;
      width: min(360px, 100%);
      background: var(--ground);
    }
    .desk[data-view="customer"] console-customer {
      display: block;
    }
  }
  @media (max-width: 720px) {
    .desk {
      grid-template-columns: minmax(0, 1fr);
    }
    main > * {
      display: none;
      grid-area: 2 / 1;
      width: 100%;
      border: 0;
    }
    .desk[data-view="queue"] console-queue,
    .desk[data-view="thread"] console-thread-pane,
    .desk[data-view="customer"] console-customer {
      display: block;
    }
    .desk[data-view="page"] .page {
      display: grid;
    }
  }
`;
