import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import type { Citation } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

/** The sources of one sentence. A document `named` before in this reply shows its heading instead of its title. */
export class SourceChips extends LitElement {
  static define(name = "shopclerk-source-chips"): void {
    register(name, SourceChips);
  }

  @property({ attribute: false }) citations: Citation[] = [];
  @property({ attribute: false }) named: ReadonlySet<string> = new Set();
  @property({ attribute: false }) label = texts.sources;

  static override styles = [
    base,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-top: 4px;
      }
      li {
        min-width: 0;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 100%;
        min-height: 24px;
        padding: 0 8px 0 3px;
        border: 1px solid var(--line);
        border-radius: 12px;
        color: var(--soft);
        font-size: 13px;
        line-height: 18px;
      }
      button.bare {
        padding-right: 3px;
      }
      button:hover {
        border-color: var(--accent);
        color: var(--accent);
      }
      .number {
        flex: none;
        min-width: 18px;
        padding: 0 4px;
        border-radius: 9px;
        background: var(--tint);
        color: var(--accent);
        font-size: 12px;
        font-weight: 600;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      .title {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    return html`<ul role="list" aria-label=${this.label}>
      ${this.citations.map((citation) => this.chip(citation))}
    </ul>`;
  }

  private chip(citation: Citation) {
    const name = this.named.has(citation.document_id) ? lastOf(citation.heading) : citation.title;
    const rest = name === citation.title ? citation.heading : citation.title;
    const where = [name, rest && name ? `(${rest})` : rest].filter(Boolean).join(" ");
    return html`<li>
      <button
        type="button"
        data-testid="source-chip"
        class=${name ? "" : "bare"}
        aria-label=${texts.source(citation.number, where)}
        title=${where}
        @click=${(event: MouseEvent) =>
          emit(this, "shopclerk-cite", { citation, chip: event.currentTarget as HTMLElement })}
      >
        <span class="number">${citation.number}</span>
        ${name ? html`<span class="title">${name}</span>` : ""}
      </button>
    </li>`;
  }
}

/** The innermost of a path of headings, "Returns › Deadlines". */
function lastOf(heading = ""): string {
  return heading.split("›").at(-1)?.trim() ?? "";
}
