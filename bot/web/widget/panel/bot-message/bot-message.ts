import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { httpAddress } from "../../../shared/address";
import { register } from "../../../shared/elements";
import { markdown } from "../../../shared/markdown";
import type { Citation, Reply } from "../../../shared/protocol";
import { richText, type Segment, segments } from "../../../shared/rich-text";
import { base } from "../../../shared/theme";
import type { Embed } from "../../embed";
import { texts } from "../texts";
import type { BotItem } from "../timeline";

const ROW = /^\|[^\n]*\|$/;
const RATED: readonly (Reply["kind"] | undefined)[] = ["answer", "curated", "decline", "products"];

/** One reply: its sentences with their sources, then what it shows, then the choices. */
export class BotMessage extends LitElement {
  static define(name = "shopclerk-bot-message"): void {
    register(name, BotMessage);
  }

  @property({ attribute: false }) item: BotItem | undefined;
  @property({ attribute: false }) embed: Embed | undefined;

  static override styles = [
    base,
    css`
      :host > * + *,
      .segment + .segment {
        margin-top: 12px;
      }
      p + p,
      p + ul,
      ul + p {
        margin-top: 8px;
      }
      .words {
        overflow-wrap: anywhere;
      }
      .bullets {
        list-style: disc;
        padding-left: 20px;
      }
      ol.bullets {
        list-style: decimal;
        padding-left: 24px;
      }
      .bullets li::marker {
        color: var(--soft);
      }
      .bullets li + li {
        margin-top: 4px;
      }
      .bullets + shopclerk-source-chips {
        padding-left: 20px;
      }
      strong {
        font-weight: 600;
      }
      blockquote {
        margin: 0 0 8px;
        padding-left: 12px;
        border-left: 3px solid var(--line);
        color: var(--soft);
        overflow-wrap: anywhere;
      }
      blockquote > * + * {
        margin-top: 6px;
      }
      blockquote td,
      blockquote th {
        padding: 2px 12px 2px 0;
        text-align: left;
        vertical-align: top;
      }
      .image {
        display: block;
        max-width: 100%;
        border-radius: 12px;
      }
      shopclerk-rating {
        margin-top: 4px;
      }
    `,
  ];

  override render() {
    const { item, embed } = this;
    if (!item) return nothing;
    const { reply } = item;
    return html`${reply.text ? this.words(reply) : nothing}
    ${reply.closest ? this.comesClosest(reply.closest) : nothing}
    ${reply.image ? html`<img class="image" src=${httpAddress(reply.image, `${embed?.origin}/`)} alt="" />` : nothing}
    ${reply.order ? html`<shopclerk-order .order=${reply.order}></shopclerk-order>` : nothing}
    ${reply.cards?.length
      ? html`<shopclerk-product-list .cards=${reply.cards} .embed=${embed}></shopclerk-product-list>`
      : nothing}
    ${reply.comparison
      ? html`<shopclerk-comparison .comparison=${reply.comparison} .embed=${embed}></shopclerk-comparison>`
      : nothing}
    ${reply.buttons?.length
      ? html`<shopclerk-quick-replies .buttons=${reply.buttons} .choice=${item.choice}></shopclerk-quick-replies>`
      : nothing}
    ${RATED.includes(reply.kind)
      ? html`<shopclerk-rating .messageId=${item.messageId}></shopclerk-rating>`
      : nothing}`;
  }

  /** What the page says that comes closest; a row without its table says nothing. */
  private comesClosest(citation: Citation) {
    const told = ROW.test(citation.quote) ? nothing : html`<blockquote>${markdown(citation.quote)}</blockquote>`;
    return html`<div data-testid="closest">
      ${told}
      <shopclerk-source-chips .citations=${[citation]} .label=${texts.closest}></shopclerk-source-chips>
    </div>`;
  }

  private words(reply: Reply) {
    const named = new Set<string>();
    const pieces = segments(reply.text, reply.citations ?? [], reply.tables).map((segment) => this.segment(segment, named));
    return html`<div class="words">${pieces}</div>`;
  }

  /** A document's title stands at its first chip only. */
  private segment(segment: Segment, named: Set<string>) {
    const before = new Set(named);
    segment.citations.forEach((citation) => named.add(citation.document_id));
    return html`<div class="segment">
      ${segment.table
        ? html`<shopclerk-data-table .table=${segment.table}></shopclerk-data-table>`
        : richText(segment.text)}
      ${segment.citations.length
        ? html`<shopclerk-source-chips .citations=${segment.citations} .named=${before}></shopclerk-source-chips>`
        : nothing}
    </div>`;
  }
}
