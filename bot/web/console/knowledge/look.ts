import { css } from "lit";

/** One colour for one score on every page; bars, marks and headings of what was found. */
export const knowledgeLook = css`
  :host {
    --lexical: light-dark(#2c6cb0, #85b7ec);
    --dense: light-dark(#7a4ea3, #c3a1e6);
    --fused: var(--accent);
    --late: light-dark(#1e7a5a, #79cfae);
    --reranked: light-dark(#a05a00, #e3b062);
  }
  mark {
    border-radius: 2px;
    background: var(--mark);
    color: var(--ink);
  }
  .bar {
    display: block;
    width: 100%;
    height: 12px;
    overflow: visible;
  }
  .track {
    fill: var(--line);
  }
  .fill {
    fill: var(--bar, var(--accent));
  }
  .tick {
    fill: var(--ink);
  }
  .lexical {
    --bar: var(--lexical);
  }
  .dense {
    --bar: var(--dense);
  }
  .fused {
    --bar: var(--fused);
  }
  .late {
    --bar: var(--late);
  }
  .reranked {
    --bar: var(--reranked);
  }
  .score .label {
    color: var(--bar);
    font-size: 12px;
    line-height: 16px;
  }
  .digits {
    font-variant-numeric: tabular-nums;
  }
  .small {
    font-size: 13px;
  }
  h2 {
    font-size: 14px;
    font-weight: 600;
  }
`;
