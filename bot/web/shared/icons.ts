import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

export function icon(paths: SVGTemplateResult, size = 20): TemplateResult {
  return html`<svg
    width=${size}
    height=${size}
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${paths}
  </svg>`;
}

export const closeIcon = icon(svg`<path d="M5 5l10 10M15 5L5 15" />`);
export const moreIcon = icon(svg`<path d="M4.5 10h.01M10 10h.01M15.5 10h.01" stroke-width="2.4" />`);
export const sendIcon = icon(svg`<path d="M10 16V4M5 9l5-5 5 5" stroke-width="1.8" />`);
export const backIcon = icon(svg`<path d="M12 4l-6 6 6 6" />`);
export const nextIcon = icon(svg`<path d="M8 4l6 6-6 6" />`);
export const downIcon = icon(svg`<path d="M10 4v12M5 11l5 5 5-5" />`, 16);
export const openIcon = icon(svg`<path d="M8 5H4.5v10.5H15V12M11 4h5v5M16 4l-7 7" />`, 16);
export const checkIcon = icon(svg`<path d="M4.5 10.5l3.5 3.5 7.5-8" />`, 16);
export const personIcon = icon(
  svg`<circle cx="10" cy="6.8" r="3" /><path d="M4 16.5c.6-3.2 3-4.7 6-4.7s5.4 1.5 6 4.7" />`,
);
export const againIcon = icon(svg`<path d="M4 10a6 6 0 1 0 2-4.5M4.2 3v3.4h3.4" />`);
export const profileIcon = icon(svg`<path d="M3.5 5h9M3.5 10h6M3.5 15h9M16 4v2M13 9v2M16 14v2" />`);
export const thumbUpIcon = icon(
  svg`<path d="M6.5 9v7.5H4V9zM6.5 9.5l3-6c1.3 0 2 .9 1.8 2.2L10.9 8H15a1.5 1.5 0 0 1 1.5 1.8l-.9 5.2a1.8 1.8 0 0 1-1.8 1.5H6.5" />`,
  16,
);
export const thumbDownIcon = icon(
  svg`<path d="M13.5 11V3.5H16V11zM13.5 10.5l-3 6c-1.3 0-2-.9-1.8-2.2L9.1 12H5a1.5 1.5 0 0 1-1.5-1.8l.9-5.2A1.8 1.8 0 0 1 6.2 3.5h7.3" />`,
  16,
);
