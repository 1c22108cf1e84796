import { css } from "lit";

export const tileStyles = css`
  .grid {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
    gap: 32px 24px;
  }
  .tile {
    display: flex;
    flex-direction: column;
    color: inherit;
    text-decoration: none;
  }
  .picture {
    position: relative;
    display: block;
    aspect-ratio: 1;
    margin-bottom: 12px;
    border-radius: 16px;
    background: var(--raised);
    overflow: hidden;
  }
  .picture img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
    transition: transform 140ms;
  }
  .picture::after {
    content: "";
    position: absolute;
    inset: 0;
    background: var(--dim);
  }
  .tile:hover img {
    transform: scale(1.03);
  }
  .brand {
    color: var(--soft);
    font-size: 14px;
    line-height: 20px;
  }
  .title {
    font-weight: 600;
    line-height: 22px;
  }
  .tile:hover .title {
    text-decoration: underline;
    text-underline-offset: 3px;
    text-decoration-thickness: 1px;
  }
  .price {
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    margin-top: 4px;
    font-variant-numeric: tabular-nums;
  }
  .reduced {
    color: var(--bad);
  }
  s,
  .out {
    color: var(--soft);
  }
  @media (max-width: 600px) {
    .grid {
      grid-template-columns: 1fr 1fr;
      gap: 24px 12px;
    }
    .title,
    .price {
      font-size: 15px;
    }
  }
`;

export const gridStyles = [
  tileStyles,
  css`
    nav {
      margin: 32px -24px 0;
      overflow-x: auto;
      scrollbar-width: none;
    }
    nav ul {
      display: flex;
      gap: 8px;
      width: max-content;
      padding: 4px 24px;
    }
    nav a {
      display: block;
      padding: 7px 16px;
      border: 1px solid var(--line);
      border-radius: 20px;
      background: var(--card);
      color: var(--ink);
      font-size: 15px;
      line-height: 24px;
      text-decoration: none;
      white-space: nowrap;
    }
    nav a:hover {
      border-color: var(--accent);
    }
    nav a[aria-current] {
      border-color: var(--accent);
      background: var(--accent);
      color: var(--on-accent);
    }
    @media (min-width: 1000px) {
      nav ul {
        flex-wrap: wrap;
        width: auto;
      }
    }
    .head {
      display: flex;
      align-items: baseline;
      gap: 16px;
      margin: 40px 0 20px;
    }
    h2 {
      font: 600 28px/1.2 var(--serif);
      letter-spacing: -0.01em;
    }
    .head p {
      color: var(--soft);
      font-size: 15px;
      white-space: nowrap;
    }
    .more {
      display: block;
      margin: 48px auto 0;
      padding: 11px 28px;
      border: 1px solid var(--line);
      border-radius: 24px;
      background: var(--card);
      font-weight: 600;
    }
    .more:hover {
      border-color: var(--accent);
    }
    @media (max-width: 600px) {
      nav {
        margin: 20px -16px 0;
      }
      nav ul {
        padding: 4px 16px;
      }
      .head {
        margin: 28px 0 16px;
      }
      h2 {
        font-size: 22px;
      }
    }
  `,
];
