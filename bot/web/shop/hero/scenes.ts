import { html, svg, type TemplateResult } from "lit";
import type { Scene } from "../catalogue";

const sky = svg`
  <defs>
    <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
      <stop offset="0" stop-color="var(--sky-high)" />
      <stop offset="0.8" stop-color="var(--sky-low)" />
    </linearGradient>
  </defs>
  <rect width="1200" height="480" fill="url(#sky)" />
`;

/** Hills before a low sun, with a lit tent; the colours come from custom properties. */
const mountains = html`<svg viewBox="0 0 1200 480" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
  ${sky}
  <circle cx="932" cy="196" r="46" fill="var(--sun)" />
  <path
    fill="var(--hill-1)"
    d="M0 330L96 286l70 26 118-92 74 48 58-30 92 72 108-62 78 34 116-92 92 76 64-36 90 58 144-78V480H0z"
  />
  <path
    fill="var(--hill-2)"
    d="M0 372c70-30 128-44 206-34 92 12 138 48 232 40 108-10 166-76 282-72 96 4 142 58 236 60 98 2 160-52 244-66V480H0z"
  />
  <path
    fill="var(--hill-3)"
    d="M0 400c96 16 178 34 282 22 124-14 196-62 322-58 112 4 184 54 296 56 112 0 202-36 300-70V480H0z"
  />
  <path fill="var(--hill-4)" d="M0 452c160-34 322-40 470-26 180 18 300 34 442 14 108-14 198-30 288-28v68H0z" />
  <g transform="translate(872 372)">
    <path fill="var(--glow)" d="M0 64L46 4l46 60z" />
    <path fill="var(--hill-4)" d="M46 4L0 64h-10L42-2zM46 4l46 60h10L50-2zM46 24l-14 40h28z" opacity="0.85" />
  </g>
  <g fill="var(--hill-4)">
    <path d="M148 448l26-74 26 74zM190 452l20-58 20 58zM1040 436l24-72 24 72zM1082 438l18-52 18 52z" />
  </g>
</svg>`;

/** Discs and arches, for a shop of anything. */
const shapes = html`<svg viewBox="0 0 1200 480" preserveAspectRatio="xMaxYMax slice" aria-hidden="true">
  ${sky}
  <circle cx="1120" cy="186" r="46" fill="var(--sun)" />
  <path fill="var(--hill-1)" d="M560 480a200 200 0 0 1 400 0z" />
  <path fill="var(--hill-2)" d="M800 480V330a120 120 0 0 1 240 0V480z" />
  <path fill="var(--hill-3)" d="M1200 480V240a240 240 0 0 0-240 240z" />
  <path fill="var(--hill-4)" d="M700 480a90 90 0 0 1 180 0zM1090 480V430a55 55 0 0 1 110 0V480z" />
  <circle cx="790" cy="350" r="26" fill="var(--glow)" />
  <path fill="var(--hill-2)" d="M0 480a110 110 0 0 1 220 0z" opacity="0.55" />
</svg>`;

export const scenes: Record<Scene, TemplateResult> = { mountains, shapes };
