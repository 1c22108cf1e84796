import { css } from "lit";

export const threadPaneStyles = css`
  .pane {
    display: flex;
    flex-direction: column;
    height: 100%;
  }
  .blank {
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 24px;
    text-align: center;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: 56px;
    padding: 8px 16px;
    border-bottom: 1px solid var(--line);
  }
  .who {
    min-width: 0;
  }
  h2 {
    overflow: hidden;
    font-size: 15px;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .owner {
    color: var(--soft);
    overflow: hidden;
    font-size: 13px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .viewers {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    color: var(--warn);
    font-size: 13px;
    text-align: right;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .acts {
    display: flex;
    gap: 8px;
  }
  .back,
  .info {
    display: none;
  }
  console-thread {
    flex: 1;
    min-height: 0;
  }
  @media (max-width: 1180px) {
    .info {
      display: grid;
    }
  }
  @media (max-width: 720px) {
    .back {
      display: grid;
      margin-left: -8px;
    }
    .head {
      flex-wrap: wrap;
      gap: 4px 8px;
    }
    .who {
      flex: 1 0 128px;
    }
    .acts {
      margin-left: auto;
    }
    kbd {
      display: none;
    }
    .viewers {
      order: 1;
      flex-basis: 100%;
      text-align: left;
    }
    .viewers:empty {
      display: none;
    }
  }
`;
