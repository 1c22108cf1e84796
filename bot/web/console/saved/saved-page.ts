import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { moment } from "../../shared/format";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { SavedReply } from "../protocol";
import { savedAddress } from "../route";
import { PLACEHOLDERS } from "./placeholders";
import { savedStyles } from "./saved-page.styles";
import type { Wording } from "./saved-replies";

const NEW = "new";
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

  static override styles = [base, controls, savedStyles];

  focusSearch(): void {
    this.rows[0]?.focus();
  }

  move(step: number): void {
    const { rows } = this;
    const focused = rows.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const from = focused >= 0 ? focused : rows.findIndex((row) => row.getAttribute("aria-current"));
    rows[Math.min(Math.max(from + step, 0), rows.length - 1)]?.focus();
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
    if (!this.replies.length) {
      return html`<p class="empty" data-testid="saved-none">
        Nothing is saved yet. Save what your team writes again and again; in the reply box “/” lists it.
      </p>`;
    }
    return html`<ul role="list">
      ${this.replies.map(
        (reply) => html`<li>
          <a class="row" href=${savedAddress(reply.id)} data-testid="saved-row" aria-current=${reply.id === this.replyId ? "true" : nothing}>
            <b>${reply.name}</b><span>${reply.text}</span>
          </a>
        </li>`,
      )}
    </ul>`;
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
        ${reply ? html`<button type="button" class="button" ?disabled=${this.busy} data-testid="saved-delete" @click=${() => void this.drop(reply)}>Delete</button>` : nothing}
        ${reply ? html`<span class="quiet">Changed ${moment(reply.changed)} by ${reply.changed_by}</span>` : nothing}
      </div>
    </form>`;
  }

  private get reply(): SavedReply | undefined {
    return this.replies.find(({ id }) => id === this.replyId);
  }

  private get rows(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".row")];
  }

  private get isChanged(): boolean {
    const { name, text } = this.wording;
    const before = this.reply ?? { name: "", text: "" };
    return Boolean(name.trim() && text.trim()) && (name !== before.name || text !== before.text);
  }

  /** Another one is opened, or the one of the address has come. */
  protected override willUpdate(changes: PropertyValues<this>): void {
    this.toggleAttribute("detail", Boolean(this.replyId));
    const shown = this.reply?.id ?? (this.replyId === NEW ? NEW : "");
    if (shown === this.shownId && !changes.has("replyId")) return;
    this.shownId = shown;
    this.wording = { name: this.reply?.name ?? "", text: this.reply?.text ?? "" };
    this.problem = "";
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("replyId") && this.replyId === NEW) this.nameField?.focus();
  }

  private readonly onInput = (): void => {
    this.wording = { name: this.nameField?.value ?? "", text: this.textField?.value ?? "" };
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
