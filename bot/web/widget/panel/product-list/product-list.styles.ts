import { css } from "lit";

export const productListStyles = css`
  :host {
    position: relative;
  }
  ul {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 168px;
    grid-template-rows: repeat(6, auto);
    column-gap: 12px;
    overflow-x: auto;
    scroll-snap-type: x proximity;
    scroll-padding: 20px;
    scrollbar-width: none;
    overscroll-behavior-x: contain;
    margin: 0 -20px;
    padding: 2px 20px;
  }
  .card {
    display: grid;
    grid-row: 1 / -1;
    grid-template-rows: subgrid;
    scroll-snap-align: start;
    border: 1px solid var(--line);
    border-radius: 12px;
    overflow: hidden;
    background: var(--ground);
    font-size: 14px;
    line-height: 20px;
  }
  .card > :not(.picture) {
    margin: 0 12px;
  }
  .picture {
    aspect-ratio: 8 / 7;
    background: var(--raised);
  }
  img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .bare {
    grid-template-rows: repeat(5, auto); /* a shop without pictures has no places for them */
  }
  .bare .picture {
    display: none;
  }
  .bare h3 {
    padding-top: 12px;
  }
  h3 {
    padding-top: 8px;
    font-size: 15px;
    font-weight: 600;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
    overflow: hidden;
  }
  .price {
    padding-top: 4px;
    font-variant-numeric: tabular-nums;
  }
  .now {
    font-weight: 600;
    font-size: 15px;
  }
  .reduced {
    color: var(--bad);
  }
  s {
    margin-left: 4px;
    color: var(--soft);
    font-size: 13px;
  }
  .stock {
    color: var(--good);
    font-size: 13px;
  }
  .stock.out {
    color: var(--soft);
  }
  .reason {
    margin: 4px 0; /* in padding the line behind the last would show */
    color: var(--soft);
    font-size: 13px;
    line-height: 18px;
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
  }
  .card > .action {
    align-self: end;
    margin: 4px 12px 12px;
    padding: 7px 12px;
    border: 1px solid var(--line);
    border-radius: 8px;
    color: var(--accent);
    font-weight: 600;
    text-align: center;
    text-decoration: none;
  }
  .card > .action:hover {
    border-color: var(--accent);
    background: var(--tint);
  }
  .arrow {
    display: none;
  }
  @media (hover: hover) and (pointer: fine) {
    .arrow {
      position: absolute;
      top: 57px;
      display: grid;
      place-items: center;
      width: 36px;
      height: 36px;
      border: 1px solid var(--line);
      border-radius: 50%;
      background: var(--ground);
      color: var(--ink);
    }
    .earlier {
      left: -12px;
    }
    .later {
      right: -12px;
    }
  }
`;
