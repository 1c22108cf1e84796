import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { base } from "../../../shared/theme";
import { controls } from "../../look";
import { knowledgeLook } from "../look";
import { NEW } from "../../answers/approved-answers";
import { answersAddress } from "../../route";
import { marked, running } from "../marks";
import type { Answer, AskedBefore, Hit, Lookup } from "../protocol";
import { bar, scoreBar, SCORES, scoresOf } from "../scores";
import { findingsStyles } from "./findings-view.styles";

const BEGIN = 260;

/** What was found for a question: the answer, every hit with its scores, and what was asked before. */
export class FindingsView extends LitElement {
  static define(name = "console-findings"): void {
    register(name, FindingsView);
  }

  @property({ attribute: false }) found: Lookup | undefined;
  @property() earlier = "";
  /** Whether this person may teach, and nothing is being learned just now. */
  @property({ type: Boolean }) teaching = false;
  @property({ type: Boolean }) busy = false;
  @state() private opened: Hit | undefined;

  static override styles = [base, controls, knowledgeLook, findingsStyles];

  /** The focus goes to the first hit. */
  focusHit(at = 0): void {
    this.rows[at]?.focus();
  }

  override render() {
    const { found } = this;
    if (!found) return nothing;
    return html`${found.read_as === found.question
        ? nothing
        : html`<p class="read-as quiet small" data-testid="read-as">Read as: ${found.read_as}</p>`}
      <section aria-label="Answer" class="answer" data-testid="answer">${this.answer(found)}</section>
      <section aria-label="Passages found">${this.hits(found)}</section>
      ${found.asked_before.length ? html`<section class="asked" aria-label="Asked before">${this.asked(found)}</section>` : nothing}
      ${this.opened
        ? html`<console-passage
            .hit=${this.opened}
            .hits=${found.hits}
            .found=${found}
            .teaching=${this.teaching && !this.earlier}
            .busy=${this.busy}
            @close=${this.onClosed}
          ></console-passage>`
        : nothing}`;
  }

  private answer(found: Lookup) {
    const { answer, threshold } = found;
    const kind = answer.curated ? "Curated" : answer.answered ? "Answered" : "Declined";
    return html`<div class="top">
        <h2 class="verdict ${answer.answered ? "good" : "warn"}" data-testid="verdict">${kind}</h2>
        ${answer.curated ? nothing : covered(answer, threshold)}
      </div>
      ${answer.curated ? html`<p class="said">${answer.curated}</p>` : nothing}
      ${answer.answered ? nothing : html`<p class="said">${this.whyDeclined(found)}</p>`}
      <ul role="list">
        ${answer.sentences.map(({ text, hits: [hit] }) => {
          const said = answer.curated ? nothing : html`<p class="said" data-testid="sentence">${text}</p>`;
          return html`<li>${said}${hit ? this.source(hit) : nothing}</li>`;
        })}
      </ul>
      ${this.teachLine(found)}`;
  }

  private whyDeclined({ asked_before: [nearest], as_asked }: Lookup): string {
    return nearest && nearest.cosine >= as_asked && !nearest.answers.length
      ? "A labelled question that is as good as the same has no answer. The bot says so and offers a person."
      : "The documents do not cover this. The bot says so and offers a person.";
  }

  private source(hit: Hit) {
    const { title, heading, page } = hit.passage;
    const place = [title, heading].filter(Boolean).join(" › ");
    return html`<button type="button" class="source" data-testid="source" @click=${() => (this.opened = hit)}>
      ${place}${page ? `, page ${page}` : ""}
    </button>`;
  }

  private teachLine({ question, taught, answer }: Lookup) {
    const what = taught?.document ? `Taught: ${taught.sentences.join(" / ")}` : "Taught: nothing answers this.";
    if (!this.teaching) return taught ? html`<p class="teach quiet small">${what}</p>` : nothing;
    if (this.earlier) {
      return html`<p class="teach quiet small">Teaching takes whole questions: empty “asked before” to teach.</p>`;
    }
    return html`<div class="teach">
      ${taught
        ? html`<span class="quiet small" data-testid="taught">${what}</span>
            <button type="button" class="button" ?disabled=${this.busy}
              @click=${() => emit(this, "console-lesson", { lesson: { question, forget: true } })}>Take it back</button>`
        : answer.curated_id
          ? nothing
          : html`<button type="button" class="button" data-testid="teach-nothing" ?disabled=${this.busy}
              @click=${() => emit(this, "console-lesson", { lesson: { question, nothing: true } })}>Nothing answers this</button>`}
      ${answer.curated_id
        ? html`<a class="button" href=${answersAddress(answer.curated_id)} data-testid="change-answer">Change the answer</a>`
        : html`<a class="button" href=${answersAddress(NEW, question)} data-testid="write-answer">Write an answer</a>`}
      ${taught || answer.curated_id ? nothing : html`<span class="quiet small">or open a passage and choose the sentence that answers</span>`}
    </div>`;
  }

  private hits({ hits, read_as, answer }: Lookup) {
    const scores = scoresOf(hits);
    const shown = new Set(answer.sentences.flatMap((one) => one.hits.map((hit) => hit.passage.passage_id)));
    return html`<div class="columns-${scores.length}">
      <div class="row head">
        <h2>Passages found</h2>
        ${scores.map((name) => html`<span class="score ${name}" title=${SCORES[name].meaning}>${SCORES[name].name}</span>`)}
      </div>
      <ol role="list" @keydown=${this.onKey}>
        ${hits.map(
          (hit, at) => html`<li>
            <button type="button" class="row hit" data-testid="hit" tabindex=${at ? -1 : 0} @click=${() => (this.opened = hit)}>
              <span class="rank">${at + 1}</span>
              <span>
                <span class="place">${place(read_as, hit)}${shown.has(hit.passage.passage_id) ? html`<span class="shown">in the answer</span>` : nothing}</span>
                <span class="begin">${marked(read_as, running(hit.passage.text).slice(0, BEGIN))}</span>
                ${hit.late === null && hit.reranked === null ? nothing : html`<span class="read">${this.read(read_as, hit)}</span>`}
              </span>
              <span class="scores">${scores.map((name) => scoreBar(name, hit, hits))}</span>
            </button>
          </li>`,
        )}
      </ol>
      ${hits.length ? nothing : html`<p class="teach quiet">No passage has anything to do with this question.</p>`}
    </div>`;
  }

  private read(question: string, hit: Hit) {
    return hit.read ? html`Re-ranker read: “${marked(question, running(hit.read))}”` : html`Re-ranker read the whole`;
  }

  private asked({ asked_before, as_asked }: Lookup) {
    return html`<div class="head">
        <h2>Labelled questions like it</h2>
        <span class="score dense" title="Cosine of meaning">Cosine</span>
      </div>
      <ul role="list">
        ${asked_before.map((before) => this.askedRow(before, before.cosine >= as_asked))}
      </ul>`;
  }

  private askedRow({ question, cosine, answers }: AskedBefore, decides: boolean) {
    return html`<li data-testid="asked">
      <span>
        <span class="place">${question}${decides ? html`<span class="shown">decides</span>` : nothing}</span>
        <span class="answers">${answers.length ? answers.join(" / ") : html`<span class="warn">No document answers this.</span>`}</span>
      </span>
      <span class="score dense"><span class="digits">${cosine.toFixed(2)}</span>${bar(cosine)}</span>
    </li>`;
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".hit")];
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.rows.indexOf(this.shadowRoot?.activeElement as HTMLElement) + step;
    if (at < 0) emit(this, "console-to-field");
    else this.focusHit(Math.min(at, this.rows.length - 1));
  };

  private readonly onClosed = (): void => {
    const at = this.found?.hits.findIndex((hit) => hit.passage.passage_id === this.opened?.passage.passage_id) ?? 0;
    this.opened = undefined;
    this.focusHit(Math.max(at, 0));
  };
}

function place(question: string, { passage }: Hit) {
  const { title, heading, page } = passage;
  return html`<b>${marked(question, title)}</b>${heading ? html` › ${marked(question, heading)}` : nothing}${page ? `, page ${page}` : ""}`;
}

function covered({ answerable }: Answer, threshold: number) {
  return html`<p class="covered" data-testid="covered">
    <span>Covered: ${answerable.toFixed(2)}</span>${bar(answerable, threshold)}<span>answers from ${threshold.toFixed(2)}</span>
  </p>`;
}
