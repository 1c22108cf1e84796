import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { moment } from "../../shared/format";
import { base } from "../../shared/theme";
import { listPage, moveFocus } from "../list-page";
import { controls } from "../look";
import type { SavedReply } from "../protocol";
import { savedAddress } from "../route";
import { PLACEHOLDERS } from "./placeholders";
import { savedStyles } from "./saved-page.styles";
import { NEW, type Wording } from "./saved-replies";

const LONGEST_NAME = 60;
const LONGEST_TEXT = 4000;
const MEANINGS: Record<(typeof PLACEHOLDERS)[number], string> = {
  first_name: "the shopper's first name",
  agent_name: "who sends it",
  order_number: "the order that it is about",
};

/** The saved replies, to add, change and delete. Agents insert them in the reply box with "/". */
export class SavedPage extends LitElement {
  static define(name = "console-saved"): void {
    register(name, SavedPage);
  }

  @property({ attribute: false }) replies: readonly SavedReply[] = [];
  @property({ type: Boolean }) read = false;
  /** Changes that are not saved, by id. */
  @property({ attribute: false }) drafts: ReadonlyMap<string, Wording> = new Map();
  @property({ attribute: false }) write!: (id: string, wording: Wording) => void;
  /** The one that is open, "new" for one that is begun. */
  @property() replyId = "";
  /** Answers with the reply as it was saved, or with why it was not. */
  @property({ attribute: false }) save!: (id: string, wording: Wording) => Promise<SavedReply | string>;
  @property({ attribute: false }) delete!: (reply: SavedReply) => Promise<void>;
  @state() private wording: Wording = { name: "", text: "" };
  @state() private problem = "";
  @state() private busy = false;
  @query("input") private readonly nameField!: HTMLInputElement | null;
  @query("textarea") private readonly textField!: HTMLTextAreaElement | null;
  private shownId = "";

  static override styles = [base, controls, listPage, savedStyles];

  focusSearch(): void {
    this.rows[0]?.focus();
  }

  move(step: number): void {
    moveFocus(this.rows, step);
  }

  override render() {
    return html`<section class="list" aria-label="Saved replies">
        <div class="top">
          <h2>Saved replies</h2>
          <a class="button main" href=${savedAddress(NEW)} data-testid="saved-new">New reply</a>
        </div>
        ${this.list()}
      </section>
      <section class="detail" aria-label="Reply">${this.detail()}</section>`;
  }

  private list() {
    if (!this.read) return html`<p class="empty" role="status">Loading</p>`;
    if (!this.replies.length && !this.drafts.has(NEW)) {
      return html`<p class="empty" data-testid="saved-none">
        Nothing is saved yet. Save what your team writes again and again; in the reply box “/” lists it.
      </p>`;
    }
    const begun = this.drafts.get(NEW);
    return html`<ul role="list">
      ${begun ? this.row({ id: NEW, name: begun.name || "New reply", text: begun.text }) : nothing}
      ${this.replies.map((reply) => this.row(reply))}
    </ul>`;
  }

  /** As it is saved; that it is begun to be changed is said. */
  private row({ id, name, text }: Pick<SavedReply, "id" | "name" | "text">) {
    return html`<li>
      <a class="row" href=${savedAddress(id)} data-testid="saved-row" aria-current=${id === this.replyId ? "true" : nothing}>
        <b class="lead">${name}</b>
        ${this.drafts.has(id) ? html`<em class="warn" data-testid="saved-draft">Not saved</em>` : nothing}
        <span class="more lines">${text}</span>
      </a>
    </li>`;
  }

  private detail() {
    const { reply } = this;
    if (!reply && this.replyId !== NEW) {
      return html`<p class="empty">${this.replyId && this.read ? "This reply is not there any more." : "Choose a reply to change it, or begin a new one."}</p>`;
    }
    return html`<form @submit=${this.onSubmit} data-testid="saved-form">
      <a class="back" href=${savedAddress()}>All replies</a>
      <label>Name <input maxlength=${LONGEST_NAME} .value=${this.wording.name} data-testid="saved-name" @input=${this.onInput} /></label>
      <label>Text <textarea rows="8" maxlength=${LONGEST_TEXT} dir="auto" .value=${this.wording.text} data-testid="saved-text" @input=${this.onInput}></textarea></label>
      <p class="quiet">Filled in when it is used, where it is known; what is not known the agent has to fill in before sending:</p>
      <ul class="placeholders" role="list">
        ${PLACEHOLDERS.map(
          (name) => html`<li>
            <button type="button" class="button" @click=${() => this.putIn(`{${name}}`)}>{${name}}</button>
            <span class="quiet">${MEANINGS[name]}</span>
          </li>`,
        )}
      </ul>
      ${this.problem ? html`<p class="bad" role="alert" data-testid="saved-problem">${this.problem}</p>` : nothing}
      <div class="acts">
        <button type="submit" class="button main" ?disabled=${this.busy || !this.isChanged} data-testid="saved-save">Save</button>
        ${this.drafts.has(this.shownId)
          ? html`<button type="button" class="button" ?disabled=${this.busy} data-testid="saved-undo" @click=${this.onUndo}>${reply ? "Undo changes" : "Discard"}</button>`
          : nothing}
        ${reply ? html`<button type="button" class="button" ?disabled=${this.busy} data-testid="saved-delete" @click=${() => void this.drop(reply)}>Delete</button>` : nothing}
        ${reply ? html`<span class="quiet">Changed ${moment(reply.changed)} by ${reply.changed_by}</span>` : nothing}
      </div>
    </form>`;
  }

  private get reply(): SavedReply | undefined {
    return this.replies.find(({ id }) => id === this.replyId);
  }

  private get asSaved(): Wording {
    return { name: this.reply?.name ?? "", text: this.reply?.text ?? "" };
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }

  private get isChanged(): boolean {
    const { name, text } = this.wording;
    const before = this.asSaved;
    return Boolean(name.trim() && text.trim()) && (name !== before.name || text !== before.text);
  }

  /** Another one is opened, or the one of the address has come. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    this.toggleAttribute("detail", Boolean(this.replyId));
    const shown = this.reply?.id ?? (this.replyId === NEW ? NEW : "");
    if (shown === this.shownId && !changes.has("replyId")) return;
    this.shownId = shown;
    this.wording = this.drafts.get(shown) ?? this.asSaved;
    this.problem = "";
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("replyId") && this.replyId === NEW) this.nameField?.focus();
  }

  private readonly onInput = (): void => {
    this.wording = { name: this.nameField?.value ?? "", text: this.textField?.value ?? "" };
    this.write(this.shownId, this.wording);
  };

  private readonly onUndo = (): void => {
    this.wording = this.asSaved;
    this.problem = "";
    this.write(this.shownId, this.wording);
    this.nameField?.focus();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    if (!this.busy && this.isChanged) void this.keep();
  };

  private async keep(): Promise<void> {
    this.busy = true;
    const saved = await this.save(this.reply?.id ?? "", this.wording);
    this.busy = false;
    if (typeof saved === "string") {
      this.problem = saved;
      return;
    }
    this.problem = "";
    this.wording = { name: saved.name, text: saved.text };
    location.hash = savedAddress(saved.id);
  }

  private async drop(reply: SavedReply): Promise<void> {
    this.busy = true;
    await this.delete(reply);
    this.busy = false;
    if (!this.reply) location.hash = savedAddress();
  }

  private putIn(placeholder: string): void {
    const field = this.textField;
    if (!field) return;
    field.setRangeText(placeholder, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    this.onInput();
  }
}
