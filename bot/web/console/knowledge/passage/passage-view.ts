import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { el, emit, register } from "../../../shared/elements";
import { longDate } from "../../../shared/format";
import { requestJson, RequestFailed } from "../../../shared/http";
import { closeIcon } from "../../../shared/icons";
import { markdown } from "../../../shared/markdown";
import { markQuote } from "../../../shared/quote";
import { base } from "../../../shared/theme";
import { controls } from "../../look";
import { documentAddress, passageAddress } from "../address";
import { knowledgeLook } from "../look";
import { running } from "../marks";
import type { Hit, Lookup, PassageShown } from "../protocol";
import { scoreBar, scoresOf } from "../scores";
import { passageStyles } from "./passage-view.styles";

/** A passage in full between its neighbours; for trainers its sentences to choose from. Dispatches `close`. */
export class PassageView extends LitElement {
  static define(name = "console-passage"): void {
    register(name, PassageView);
  }

  @property({ attribute: false }) hit!: Hit;
  @property({ attribute: false }) hits: readonly Hit[] = [];
  @property({ attribute: false }) found!: Lookup;
  @property({ type: Boolean }) teaching = false;
  @property({ type: Boolean }) busy = false;
  @query("dialog") private readonly dialog!: HTMLDialogElement;
  @query(".passage") private readonly target!: HTMLElement;

  static override styles = [base, controls, knowledgeLook, passageStyles];

  override render() {
    const { title, heading, page, updated, document_id } = this.hit.passage;
    const facts = [heading, page ? `page ${page}` : "", updated ? `as of ${longDate(updated)}` : ""].filter(Boolean);
    return html`<dialog aria-label=${title} data-testid="passage-dialog" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="top">
        <div class="titles">
          <h2>${title}</h2>
          <p class="facts">
            ${facts.length ? `${facts.join(" · ")} · ` : ""}<a href=${documentAddress(document_id)} target="_blank" rel="noopener">${document_id}</a>
          </p>
        </div>
        <button type="button" class="icon" aria-label="Close the passage" @click=${() => this.dialog.close()}>${closeIcon}</button>
      </div>
      <div class="body" tabindex="0" role="region" aria-label="Passage">
        <div class="scores">${this.ranked ? scoresOf(this.hits).map((name) => scoreBar(name, this.hit, this.hits)) : nothing}</div>
        <div class="passage" data-testid="passage"></div>
        ${this.teaching ? this.choices() : nothing}
      </div>
    </dialog>`;
  }

  /** A source of a curated answer is not among the hits and has no scores. */
  private get ranked(): boolean {
    return this.hits.some((hit) => hit.passage.passage_id === this.hit.passage.passage_id);
  }

  private choices() {
    const sentences = this.found.sentences[this.hit.passage.passage_id] ?? [];
    if (!sentences.length) return nothing;
    return html`<div class="lesson">
      <h3>Which sentence answers “${this.found.question}”?</h3>
      <ul role="list">
        ${sentences.map(
          (sentence) => html`<li>
            <button type="button" class="choice" data-testid="choice" ?disabled=${this.busy} @click=${() => this.teach(sentence)}>
              <span>${running(sentence)}</span><span class="act">Teach this</span>
            </button>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has("hit")) return;
    this.show({ passage: this.hit.passage, before: "", after: "" });
    void this.loadNeighbours();
  }

  /** Without its neighbours a passage is still worth reading: it stands there already. */
  private async loadNeighbours(): Promise<void> {
    const { hit } = this;
    try {
      const shown = await requestJson<PassageShown>(passageAddress(hit.passage.passage_id));
      if (hit === this.hit && this.isConnected) this.show(shown);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
    }
  }

  private show({ passage, before, after }: PassageShown): void {
    const cited = el("div", {}, markdown(passage.text));
    const around = (text: string): HTMLElement[] => (text ? [el("div", { class: "around" }, markdown(text))] : []);
    this.target.replaceChildren(...around(before), cited, ...around(after));
    const { answer } = this.found;
    const shown = answer.sentences.filter(({ hits }) => hits.some((hit) => hit.passage.passage_id === passage.passage_id));
    for (const quote of [...shown.map((one) => one.quote), this.hit.read]) markQuote(cited, quote);
    if (before) cited.scrollIntoView({ block: "nearest" });
  }

  private teach(sentence: string): void {
    const lesson = { question: this.found.question, document: this.hit.passage.document_id, sentence };
    emit(this, "console-lesson", { lesson });
    this.dialog.close();
  }
}
