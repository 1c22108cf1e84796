import { html, nothing } from "lit";
import { money } from "../../shared/format";
import type { Citation, Reply } from "../../shared/protocol";
import { richText } from "../../shared/rich-text";

/** A reply of the bot as an agent needs it: the words, and in short what stood with them. */
export function botReply(reply: Reply) {
  return html`${reply.text ? html`<div class="text">${richText(reply.text)}</div>` : nothing}
  ${reply.citations?.length ? sources(reply.citations) : nothing}
  ${reply.closest ? html`<p class="attached">Comes closest: ${place(reply.closest)}</p>` : nothing}
  ${reply.cards?.length ? products(reply.cards) : nothing}
  ${reply.comparison ? products(reply.comparison.products) : nothing}
  ${reply.order
    ? html`<p class="attached">Order ${reply.order.order_number}: ${reply.order.status}</p>`
    : nothing}
  ${reply.buttons?.length
    ? html`<p class="attached">Offered: ${reply.buttons.map((button) => button.title).join(" · ")}</p>`
    : nothing}`;
}

/** Each passage once, however many sentences it supports: `number` is the passage's. */
function sources(citations: NonNullable<Reply["citations"]>) {
  const passages = new Map(citations.map((citation) => [citation.number, citation]));
  return html`<ol class="attached" role="list">
    ${[...passages.values()].map((citation) => html`<li>${citation.number} ${place(citation)}</li>`)}
  </ol>`;
}

function place({ title, heading }: Citation): string {
  return heading ? `${title} › ${heading}` : title;
}

function products(cards: NonNullable<Reply["cards"]>) {
  return html`<ul class="attached" role="list">
    ${cards.map((card) => html`<li>${card.title}, ${money(card.price, card.currency)}</li>`)}
  </ul>`;
}
