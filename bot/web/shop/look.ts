import { css } from "lit";

/** The shop's own warmth over the common look. */
export const shopLook = css`
  :host {
    --ground: light-dark(#fbf9f5, #151817);
    --raised: light-dark(#f3efe7, #1e2221);
    --card: light-dark(#ffffff, #1b1f1e);
    --line: light-dark(#e6e0d5, #303634);
    --ink: light-dark(#26231e, #ece9e3);
    --soft: light-dark(#696258, #aaa69d);
    /* Pictures are drawn for daylight. */
    --dim: light-dark(transparent, rgb(10 13 12 / 0.2));
    --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052, Georgia, "Noto Serif", serif;
    background: var(--ground);
  }
`;

/** Left and right edges of everything. */
export const wide = css`
  .wide {
    width: min(1200px, 100% - 48px);
    margin-inline: auto;
  }
  @media (max-width: 600px) {
    .wide {
      width: calc(100% - 32px);
    }
  }
`;
