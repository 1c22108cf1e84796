import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { Unfinished } from "../unfinished";

/** Where an agent writes to the shopper, or a note to colleagues. Locked to replies while a colleague owns it. */
export class ReplyBox extends LitElement {
  static define(name = "console-reply"): void {
    register(name, ReplyBox);
  }

  @property() conversationId = "";
  @property() lockedBy = "";
  @property({ type: Boolean }) admin = false;
  @property({ type: Boolean }) mine = false;
  @property({ attribute: false }) unfinished: Unfinished | undefined;
  @state() private note = false;
  @state() private text = "";
  @query("textarea") private readonly field!: HTMLTextAreaElement | null;

  static override styles = [
    base,
    controls,
    css`
      :host {
        padding: 8px 16px calc(12px + env(safe-area-inset-bottom));
        border-top: 1px solid var(--line);
      }
      .kinds {
        display: flex;
        gap: 4px;
        margin-bottom: 6px;
      }
      .kinds button {
        padding: 2px 10px;
        border-radius: 8px;
        color: var(--soft);
        font-weight: 500;
      }
      .kinds [aria-pressed="true"] {
        background: var(--tint);
        color: var(--ink);
      }
      form {
        display: flex;
        align-items: flex-end;
        gap: 8px;
      }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: 56px;
        max-height: 240px;
        padding: 8px 12px;
        line-height: 20px;
        resize: none;
        field-sizing: content;
      }
      textarea.note {
        background: var(--note);
      }
      .locked {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 56px;
        padding: 0 12px;
        border: 1px dashed var(--line);
        border-radius: 8px;
        color: var(--soft);
      }
      .locked .button {
        margin-left: auto;
        color: var(--ink);
      }
      @media (max-width: 720px) {
        textarea {
          font-size: 16px;
        }
      }
    `,
  ];

  /** Begin to write a reply or a note. */
  start(note: boolean): void {
    this.note = note;
    this.keep();
    void this.updateComplete.then(() => this.field?.focus());
  }

  override render() {
    const locked = this.lockedBy && !this.note;
    return html`<div class="kinds" role="group" aria-label="What to write">
        ${this.kind(false, "Reply")}${this.kind(true, "Private note")}
      </div>
      ${locked ? this.lock() : this.form()}`;
  }

  private kind(note: boolean, text: string) {
    return html`<button type="button" aria-pressed=${this.note === note} @click=${() => this.start(note)}>${text}</button>`;
  }

  private lock() {
    return html`<div class="locked" data-testid="locked">
      <span><b>${this.lockedBy}</b> is taking care of this conversation.</span>
      ${this.admin
        ? html`<button type="button" class="button" @click=${() => emit(this, "console-act", { act: "seize" })}>
            Take it over from ${this.lockedBy}
          </button>`
        : nothing}
    </div>`;
  }

  private form() {
    const hint = this.mine ? "Reply to the shopper" : "Reply to the shopper (takes the conversation over)";
    const label = this.note ? "Note for colleagues; the shopper does not see it" : hint;
    return html`<form @submit=${this.onSubmit}>
      <textarea
        rows="2"
        maxlength="4000"
        dir="auto"
        class=${this.note ? "note" : ""}
        aria-label=${label}
        placeholder=${label}
        data-testid="reply"
        .value=${this.text}
        @input=${this.onInput}
        @keydown=${this.onKeydown}
      ></textarea>
      <button type="submit" class="button main" ?disabled=${!this.text.trim()}>${this.note ? "Save" : "Send"}</button>
    </form>`;
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("conversationId")) return;
    Object.assign(this, this.unfinished?.draft(this.conversationId) ?? { text: "", note: false });
  }

  private readonly onInput = (): void => {
    this.text = this.field?.value ?? "";
    this.keep();
    if (!this.note) emit(this, "console-typing");
  };

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  private send(): void {
    const text = this.text.trim();
    if (!text) return;
    emit(this, "console-say", { text, note: this.note });
    this.text = "";
    this.note = false;
    this.keep();
  }

  private keep(): void {
    this.unfinished?.write(this.conversationId, { text: this.text, note: this.note });
  }
}
