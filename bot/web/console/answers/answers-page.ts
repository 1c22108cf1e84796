import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { longDate, moment } from "../../shared/format";
import { base } from "../../shared/theme";
import { listPage, moveFocus } from "../list-page";
import { controls } from "../look";
import { answersAddress, searchAddress } from "../route";
import { since } from "../words";
import { begunFor, emptyWording, having, isSame, linesOf, NEW, newKey, type Wording, wordingOf } from "./approved-answers";
import { answersStyles } from "./answers-page.styles";
import type { Approved } from "./protocol";

const LONGEST_ANSWER = 4000;
const NO_DAY = "The last day is not written out. Write all of it, or leave it empty.";

/** The approved answers: found, written, changed and taken away. */
export class AnswersPage extends LitElement {
  static define(name = "console-answers"): void {
    register(name, AnswersPage);
  }

  @property({ attribute: false }) answers: readonly Approved[] = [];
  @property({ type: Boolean }) read = false;
  @property() problem = "";
  @property({ type: Number }) days = 30;
  /** Changes that are not saved, by id or `newKey`. */
  @property({ attribute: false }) drafts: ReadonlyMap<string, Wording> = new Map();
  /** The one that is open, `NEW` for one that is begun, for `question` or from nothing. */
  @property() answerId = "";
  @property() question = "";
  /** Whether the index is learning just now. */
  @property({ type: Boolean }) busy = false;
  /** Goes up when the index has learned something. */
  @property({ type: Number }) learned = 0;
  @property({ attribute: false }) write!: (key: string, wording: Wording) => void;
  /** Answers with what was saved, or with why it was not. */
  @property({ attribute: false }) save!: (key: string, wording: Wording) => Promise<Approved | string>;
  @property({ attribute: false }) takeAway!: (answer: Approved) => Promise<void>;
  @property({ attribute: false }) reload!: () => Promise<void>;
  @state() private words = "";
  @state() private wording: Wording = emptyWording();
  @state() private refused = "";
  @state() private saving = false;
  @query("[name=words]") private readonly filterField!: HTMLInputElement;
  @query("[name=questions]") private readonly questionsField!: HTMLTextAreaElement | null;
  @query("[name=answer]") private readonly answerField!: HTMLTextAreaElement | null;
  @query("[name=until]") private readonly untilField!: HTMLInputElement | null;
  private shown = "";

  static override styles = [base, controls, listPage, answersStyles];

  focusSearch(): void {
    this.filterField.focus();
    this.filterField.select();
  }

  move(step: number): void {
    moveFocus(this.rows, step);
  }

  override render() {
    return html`<section class="list" aria-label="Approved answers">
        <div class="top">
          <input
            name="words"
            type="search"
            placeholder="Filter by words"
            aria-label="Filter by words"
            autocomplete="off"
            data-testid="answers-filter"
            .value=${this.words}
            @input=${() => (this.words = this.filterField.value)}
            @keydown=${this.onFilterKey}
          />
          <a class="button main" href=${answersAddress(NEW)} data-testid="answers-new">New answer</a>
        </div>
        ${this.unlearned()} ${this.list()}
      </section>
      <section class="detail" aria-label="Answer">${this.detail()}</section>`;
  }

  /** What was written by hand, or could not be learned, is learned on a word. */
  private unlearned() {
    const number = this.answers.filter(({ learned }) => !learned).length;
    if (!number || this.busy) return nothing;
    return html`<p class="line" data-testid="answers-unlearned">
      <span class="warn">${number === 1 ? "One is" : `${number} are`} not learned yet.</span>
      <button type="button" class="button" @click=${() => emit(this, "console-learn")}>Learn now</button>
    </p>`;
  }

  private list() {
    if (this.problem) return html`<p class="empty bad" role="alert" data-testid="answers-problem">${this.problem}</p>`;
    if (!this.read) return html`<p class="empty" role="status">Loading</p>`;
    const begun = [...this.drafts.keys()].filter((key) => !this.answers.some(({ id }) => id === key));
    if (!this.answers.length && !begun.length) {
      return html`<div class="empty" data-testid="answers-none">
        <p>Nothing is approved yet. An approved answer is a text that you stand for: asked one of its questions, or one
        like it, the bot says exactly this, whatever the documents say.</p>
        <p>Write one where shoppers ask in vain, or where each word counts.</p>
      </div>`;
    }
    const found = having(this.answers, this.words);
    if (!found.length && !begun.length) return html`<p class="empty" role="status">None has these words.</p>`;
    return html`<ul role="list" @keydown=${this.onListKey}>
      ${begun.map((key) => this.begunRow(key))} ${found.map((answer) => this.row(answer))}
    </ul>`;
  }

  private begunRow(key: string) {
    const question = begunFor(key);
    const { questions, answer } = this.drafts.get(key) ?? emptyWording();
    return html`<li>
      <a
        class="row"
        data-testid="answer-row"
        href=${question === undefined ? answersAddress(key) : answersAddress(NEW, question)}
        aria-current=${key === this.key ? "true" : nothing}
      >
        <b class="lead">${linesOf(questions)[0] ?? "New answer"}</b>
        <span class="marks"><span class="warn" data-testid="answer-draft">Not saved</span></span>
        <span class="more lines">${answer}</span>
      </a>
    </li>`;
  }

  /** As it is saved; that it is begun to be changed is said. */
  private row(answer: Approved) {
    const { id, questions, times, last } = answer;
    const marks = this.marks(answer);
    return html`<li>
      <a class="row" data-testid="answer-row" href=${answersAddress(id)} aria-current=${id === this.key ? "true" : nothing}>
        <b class="lead">${questions[0] ?? id}</b>
        <span class="more times" title=${`Times given in the last ${this.days} days${last ? ", and when last" : ""}`}>
          ${times ? html`${times} ×${last ? `, ${since(last)}` : ""}` : "not given"}
        </span>
        ${marks.length ? html`<span class="marks">${marks}</span>` : nothing}
        <span class="more lines">${answer.answer}</span>
      </a>
    </li>`;
  }

  private marks({ id, run_out, learned, valid_until }: Approved) {
    const day = longDate(valid_until);
    return [
      this.drafts.has(id) ? html`<span class="warn" data-testid="answer-draft">Not saved</span>` : undefined,
      run_out ? html`<span class="bad" data-testid="answer-run-out">Ran out on ${day}</span>` : undefined,
      valid_until && !run_out ? html`<span class="quiet">Until ${day}</span>` : undefined,
      learned ? undefined : html`<span class="warn" data-testid="answer-unlearned">Not learned yet</span>`,
    ].filter((mark) => mark !== undefined);
  }

  private detail() {
    const { answer } = this;
    if (!answer && !this.isBegun && !this.isGone) {
      return html`<p class="empty">
        ${this.answerId && this.read ? "This answer is not there any more." : "Choose an answer to change it, or begin a new one."}
      </p>`;
    }
    return html`<form novalidate data-testid="answer-form" @submit=${this.onSubmit} @keydown=${this.onFormKey}>
      <div>
        <a class="back" href=${answersAddress()}>All answers</a>
        ${answer ? this.facts(answer) : html`<h1>${this.isGone ? "An answer that was taken away" : "New answer"}</h1>`}
      </div>
      ${this.isStale && answer ? this.stale(answer) : nothing}
      ${this.isGone ? html`<p class="stale" role="alert" data-testid="answer-gone">Somebody has taken this answer away in the meantime. What you wrote is still here: saved, it is a new one.</p>` : nothing}
      ${this.fields()}
      ${this.refused ? html`<p class="bad" role="alert" data-testid="answer-problem">${this.refused}</p>` : nothing}
      ${this.acts(answer)}
    </form>`;
  }

  private facts({ id, questions, times, last, run_out, valid_until }: Approved) {
    const given = times === 1 ? "once" : `${times} times`;
    return html`<h1>${questions[0] ?? id}</h1>
      <p class="facts quiet" data-testid="answer-facts">
        ${times ? `Given ${given} in the last ${this.days} days, last ${moment(last ?? 0)}` : `Not given in the last ${this.days} days`} ·
        ${run_out ? html`<span class="bad">ran out on ${longDate(valid_until)}</span> · ` : nothing}
        <a href=${searchAddress(questions[0])}>Ask it in Search</a> · ${id}
      </p>`;
  }

  private stale(answer: Approved) {
    return html`<div class="stale" role="alert" data-testid="answer-stale">
      <p>Somebody has changed this answer in the meantime. It says now:</p>
      <blockquote>${answer.answer}</blockquote>
      <p class="quiet">${answer.questions.join(" · ")}</p>
      <div class="acts">
        <button type="button" class="button" data-testid="answer-mine" @click=${() => this.keepMine(answer)}>Save mine instead</button>
        <button type="button" class="button" data-testid="answer-theirs" @click=${this.onUndo}>Take that</button>
      </div>
    </div>`;
  }

  private fields() {
    const { questions, answer, sources, until } = this.wording;
    const rows = Math.min(Math.max(questions.split("\n").length + 1, 3), 12);
    return html`<label>
        Questions
        <span class="quiet">The ways to ask it, one a line. What is like one of them gets the answer too.</span>
        <textarea name="questions" rows=${rows} .value=${questions} data-testid="answer-questions" @input=${this.onInput}></textarea>
      </label>
      <label class="text">
        Answer
        <textarea name="answer" rows="6" maxlength=${LONGEST_ANSWER} dir="auto" .value=${answer} data-testid="answer-text" @input=${this.onInput}></textarea>
      </label>
      <label>
        Last day
        <span class="quiet">On which it is given; empty for always.</span>
        <input name="until" type="date" .value=${until} data-testid="answer-until" @input=${this.onInput} />
      </label>
      <label>
        Documents that say the same
        <span class="quiet">Shown as its source, if there is one: its path, as Search shows it.</span>
        <textarea name="sources" rows="1" .value=${sources} data-testid="answer-sources" @input=${this.onInput}></textarea>
      </label>`;
  }

  private acts(answer: Approved | undefined) {
    const { saving, isStale } = this;
    return html`<div class="acts">
      <button type="submit" class="button main" ?disabled=${saving || isStale || !this.isChanged} data-testid="answer-save">Save</button>
      ${this.drafts.has(this.key) && !isStale
        ? html`<button type="button" class="button" ?disabled=${saving} data-testid="answer-undo" @click=${this.onUndo}>${answer ? "Undo changes" : "Discard"}</button>`
        : nothing}
      ${answer ? html`<button type="button" class="button" ?disabled=${saving} data-testid="answer-remove" @click=${() => void this.drop(answer)}>Take away</button>` : nothing}
    </div>`;
  }

  /** Of drafts and of the address. */
  private get key(): string {
    return this.answerId === NEW ? newKey(this.question) : this.answerId;
  }

  private get answer(): Approved | undefined {
    return this.answers.find(({ id }) => id === this.answerId);
  }

  private get isBegun(): boolean {
    return this.answerId === NEW;
  }

  /** Taken away by somebody else, while it was being changed here. */
  private get isGone(): boolean {
    return this.read && !this.isBegun && !this.answer && this.drafts.has(this.key);
  }

  /** Changed by somebody else, while it was being changed here. */
  private get isStale(): boolean {
    const draft = this.drafts.get(this.key);
    return Boolean(this.answer && draft && draft.revision !== this.answer.revision);
  }

  private get asSaved(): Wording {
    return this.answer ? wordingOf(this.answer) : emptyWording(this.isBegun ? this.question : "");
  }

  private get isChanged(): boolean {
    return !this.answer || !isSame(this.wording, this.asSaved) || Boolean(this.untilField?.validity.badInput);
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }

  /** Another one is opened, the one of the address has come, or it was changed and no draft is in the way. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    this.toggleAttribute("detail", Boolean(this.answerId));
    const shown = `${this.key} ${this.answer?.revision ?? ""}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.wording = this.drafts.get(this.key) ?? this.asSaved;
    if (changes.has("answerId") || changes.has("question")) this.refused = "";
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("learned") && changes.get("learned") !== undefined) void this.reload();
    if (changes.has("answerId")) this.renderRoot.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    if (!(changes.has("answerId") || changes.has("question")) || !this.isBegun) return;
    (this.question ? this.answerField : this.questionsField)?.focus();
  }

  private readonly onInput = ({ target }: Event): void => {
    const { name, value } = target as HTMLInputElement | HTMLTextAreaElement;
    this.wording = { ...this.wording, [name]: value };
    this.write(this.key, this.wording);
  };

  private readonly onUndo = (): void => {
    this.wording = this.asSaved;
    this.refused = "";
    if (this.untilField) this.untilField.value = this.wording.until;
    this.write(this.key, this.wording);
    this.questionsField?.focus();
    if (!this.answer && !this.isBegun) location.hash = answersAddress();
  };

  private keepMine({ revision }: Approved): void {
    this.wording = { ...this.wording, revision };
    this.write(this.key, this.wording);
    void this.keep();
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    if (this.untilField?.validity.badInput) this.refused = NO_DAY;
    else if (!this.saving && !this.isStale && this.isChanged) void this.keep();
  };

  private async keep(): Promise<void> {
    this.saving = true;
    const saved = await this.save(this.key, this.wording);
    this.saving = false;
    this.refused = typeof saved === "string" ? saved : "";
    if (typeof saved !== "string") location.hash = answersAddress(saved.id);
  }

  private async drop(answer: Approved): Promise<void> {
    this.saving = true;
    await this.takeAway(answer);
    this.saving = false;
    if (!this.answer) location.hash = answersAddress();
  }

  private readonly onFormKey = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    this.onSubmit(event);
  };

  private readonly onFilterKey = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    this.rows[0]?.focus();
  };

  private readonly onListKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (step < 0 && this.rows[0]?.matches(":focus")) this.focusSearch();
    else this.move(step);
  };
}
