import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { el, emit, register } from "../../../shared/elements";
import { longDate } from "../../../shared/format";
import { RequestFailed } from "../../../shared/http";
import { closeIcon, openIcon } from "../../../shared/icons";
import { markdown } from "../../../shared/markdown";
import type { Citation, Passage } from "../../../shared/protocol";
import { markQuote } from "../../../shared/quote";
import { base } from "../../../shared/theme";
import type { Gateway } from "../gateway";
import { texts } from "../texts";
import { drawerStyles } from "./source-drawer.styles";

/** The passage that a chip stands for, with the quoted words marked. Closes by Esc, the button, or `shopclerk-close`. */
export class SourceDrawer extends LitElement {
  static define(name = "shopclerk-source-drawer"): void {
    register(name, SourceDrawer);
  }

  @property({ attribute: false }) citation: Citation | undefined;
  @property({ attribute: false }) gateway: Gateway | undefined;
  @state() private passage: Passage | undefined;
  private around = { before: "", after: "" };
  @state() private problem = "";
  @query(".body") private readonly body!: HTMLElement;
  @query("h2") private readonly heading!: HTMLElement;

  static override styles = [base, drawerStyles];

  override render() {
    const { citation } = this;
    if (!citation) return nothing;
    const url = documentAddress({ ...citation, ...this.passage });
    return html`<section
      role="dialog"
      aria-label=${texts.source(citation.number, citation.title)}
      data-testid="source-drawer"
      @keydown=${this.onKeydown}
    >
      <div class="top">
        <span class="number" aria-hidden="true">${citation.number}</span>
        <div class="titles">
          <h2 tabindex="-1">${citation.title}</h2>
          ${this.place(citation)}
        </div>
        <button type="button" class="icon" aria-label=${texts.closeSource} @click=${this.close}>${closeIcon}</button>
      </div>
      <div class="body" tabindex="0" role="region" aria-label=${citation.title}>${this.content(citation)}</div>
      ${url && this.gateway
        ? html`<div class="whole">
            <a href=${this.gateway.resolve(url)} target="_blank" rel="noopener">${openIcon}${texts.openDocument}</a>
          </div>`
        : nothing}
    </section>`;
  }

  private place(citation: Citation) {
    const { page, updated, heading } = { ...citation, ...this.passage };
    const facts = [page ? texts.page(page) : "", updated ? texts.updated(longDate(updated)) : ""].filter(Boolean);
    const path = heading && heading !== citation.title ? heading : "";
    return html`${path ? html`<p class="path">${path}</p>` : nothing}
    ${facts.length ? html`<p class="facts">${facts.join(" · ")}</p>` : nothing}`;
  }

  /** The passage itself is built as DOM nodes and marked in `updated`. */
  private content(citation: Citation) {
    if (this.problem) return html`<p class="quiet" role="alert">${this.problem}</p><mark>${citation.quote}</mark>`;
    if (!this.passage) return html`<p class="quiet" role="status">${texts.loadingSource}</p>`;
    return html`<div class="passage" data-testid="passage"></div>`;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (changes.has("citation") && this.citation) void this.load(this.citation);
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("citation") && this.citation) this.heading.focus();
    if (changes.has("passage") && this.passage && this.citation) this.showPassage(this.passage, this.citation.quote);
  }

  private async load(citation: Citation): Promise<void> {
    this.passage = undefined;
    this.problem = "";
    try {
      const answer = await this.gateway?.passage(citation.passage_id, citation.quote);
      if (citation !== this.citation || !answer) return;
      this.around = { before: answer.before ?? "", after: answer.after ?? "" };
      this.passage = answer.passage;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (citation === this.citation) this.problem = error.status === 404 ? texts.sourceGone : error.message;
    }
  }

  private showPassage(passage: Passage, quote: string): void {
    const target = this.body.querySelector<HTMLElement>(".passage");
    if (!target) return;
    const cited = el("div", { class: "cited" }, markdown(passage.text));
    const { before, after } = this.around;
    const [above, below] = [before, after].map((text) => el("div", { class: "around" }, markdown(text)));
    target.replaceChildren(...(before && above ? [above] : []), cited, ...(after && below ? [below] : []));
    const mark = markQuote(cited, quote);
    mark?.scrollIntoView({ block: "center" });
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  };

  private readonly close = (): void => emit(this, "shopclerk-close");
}

/** Opens where the passage stands; a viewer that knows no pages ignores the fragment. */
function documentAddress({ url, page }: Pick<Citation, "url" | "page">): string {
  return url && page ? `${url}#page=${page}` : (url ?? "");
}
