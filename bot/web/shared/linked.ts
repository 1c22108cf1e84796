import { html, type TemplateResult } from "lit";

/** Only these two kinds of address ever become a link. */
const ADDRESS = /(https?:\/\/[^\s<>"]+)/i;
/** What ends a sentence rather than an address; a bracket only where none was opened in it. */
const AFTER = /[.,;:!?'"»”’]+$|(?<=^[^(]*)\)+[.,;:!?]*$/;

/** What was typed, with web addresses as links; everything else is text. */
export function linked(text: string): TemplateResult {
  return html`${text.split(ADDRESS).map((part, index) => (index % 2 ? link(part) : part))}`;
}

function link(found: string): TemplateResult {
  const address = found.replace(AFTER, "");
  return html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow">${address}</a>${found.slice(address.length)}`;
}
