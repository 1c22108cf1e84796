import { html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { SavedReply } from "../protocol";
import { filled, firstUnfilled, unfilled, type Values } from "../saved/placeholders";
import { matching } from "../saved/saved-replies";
import type { Unfinished } from "../unfinished";
import { replyStyles } from "./reply-box.styles";
import { LIST_ID, optionId, savedList, savedListStyles } from "./saved-list";
import { drafted, type Suggested } from "./suggestion";

/** How the list of saved replies was opened: by "/" as the first sign, what follows being looked for, or by the
 *  button beside a draft. */
type Picking = "slash" | "button";

const UNKNOWN: Values = { first_name: "", agent_name: "", order_number: "" };

/** Where an agent writes to the shopper, or a note to colleagues. Locked to replies while a colleague owns it. */
export class ReplyBox extends LitElement {
  static define(name = "console-reply"): void {
    register(name, ReplyBox);
  }

  @property() conversationId = "";
  @property() lockedBy = "";
  @property({ type: Boolean }) admin = false;
  @property({ type: Boolean }) trainer = false;
  @property({ type: Boolean }) mine = false;
  @property({ attribute: false }) unfinished: Unfinished | undefined;
  @property({ attribute: false }) suggestion: Suggested | undefined;
  /** The suggestion that was put away, to be brought back. */
  @property({ attribute: false }) putAway: Suggested | undefined;
  @property({ attribute: false }) saved: readonly SavedReply[] = [];
  @property({ attribute: false }) values: Values = UNKNOWN;
  @state() private note = false;
  @state() private text = "";
  /** The suggestion that the text was made of. */
  @state() private from = "";
  @state() private picking: Picking | undefined;
  @state() private active = 0;
  /** Sending was tried while a placeholder was open. */
  @state() private refused = false;
  private closedOnce = false;
  @query("textarea") private readonly field!: HTMLTextAreaElement | null;

  static override styles = [base, controls, savedListStyles, replyStyles];

  /** Begin to write a reply or a note. */
  start(note: boolean): void {
    this.note = note;
    this.keep();
    this.focusField();
  }

  /** Put what is suggested into the field, behind what stands there. */
  takeSuggestion(): void {
    const { shown } = this;
    if (!shown || this.lockedBy) return;
    this.note = false;
    this.from = shown.suggestion_id;
    this.write(drafted(this.text, shown.text));
    this.focusField(() => this.field?.setSelectionRange(this.text.length, this.text.length));
  }

  /** Put it away, or bring it back. */
  discardSuggestion(): void {
    const { shown, returnable } = this;
    if (this.lockedBy) return;
    if (shown) emit(this, "console-discard-suggestion", { id: shown.suggestion_id });
    else if (returnable) emit(this, "console-restore-suggestion", { id: returnable.suggestion_id });
  }

  override render() {
    const locked = this.lockedBy && !this.note;
    return html`<console-suggestion
        .suggestion=${this.shown}
        .putAway=${this.returnable}
        .locked=${Boolean(this.lockedBy)}
        @take=${() => this.takeSuggestion()}
        @toggle=${() => this.discardSuggestion()}
      ></console-suggestion>
      <div class="write">
        <div class="kinds" role="group" aria-label="What to write">
          ${this.kind(false, "Reply")}${this.kind(true, "Private note")} ${locked || this.note ? nothing : this.pick()}
        </div>
        ${locked ? this.lock() : this.form()}
      </div>`;
  }

  private kind(note: boolean, text: string) {
    return html`<button type="button" aria-pressed=${this.note === note} @click=${() => this.start(note)}>${text}</button>`;
  }

  private pick() {
    return html`<button
      type="button"
      class="pick"
      aria-expanded=${Boolean(this.picking)}
      data-testid="pick-saved"
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${this.onPick}
    >
      Saved replies <kbd aria-hidden="true">/</kbd>
    </button>`;
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
    const { found, picking } = this;
    return html`${picking
        ? savedList({
            replies: found, active: this.active, any: this.saved.length > 0, trainer: this.trainer,
            choose: (reply) => this.insert(reply),
          })
        : nothing}
      <form @submit=${this.onSubmit}>
        <textarea
          rows="2"
          maxlength="4000"
          dir="auto"
          class=${this.note ? "note" : ""}
          aria-label=${label}
          aria-autocomplete=${this.note ? nothing : "list"}
          aria-controls=${picking && found.length ? LIST_ID : nothing}
          aria-activedescendant=${picking && found.length ? optionId(this.active) : nothing}
          placeholder=${label}
          data-testid="reply"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKeydown}
          @blur=${this.onBlur}
        ></textarea>
        <button type="submit" class="button main" ?disabled=${!this.text.trim()}>${this.note ? "Save" : "Send"}</button>
      </form>
      ${this.unfilled()}`;
  }

  /** What is still to be filled in is said under the field, and loudly once sending was tried. */
  private unfilled() {
    const open = this.note ? [] : unfilled(this.text);
    if (!open.length) return nothing;
    return html`<p class="open ${this.refused ? "bad" : "warn"}" role=${this.refused ? "alert" : "status"} data-testid="unfilled">
      ${this.refused ? "Not sent. " : nothing}Fill in ${open.map((one, place) => html`${place ? ", " : ""}<b>${one}</b>`)}, or take it out.
    </p>`;
  }

  /** The suggestion, until the text is made of it. */
  private get shown(): Suggested | undefined {
    return this.note || this.suggestion?.suggestion_id === this.from ? undefined : this.suggestion;
  }

  private get returnable(): Suggested | undefined {
    return this.note || this.lockedBy ? undefined : this.putAway;
  }

  private get found(): SavedReply[] {
    return matching(this.saved, this.picking === "slash" ? this.text.slice(1) : "");
  }

  protected override willUpdate(changes: PropertyValues<this>): void {
    if (!changes.has("conversationId")) return;
    const { text = "", note = false, from = "" } = this.unfinished?.draft(this.conversationId) ?? {};
    Object.assign(this, { text, note, from, picking: undefined, refused: false });
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("active")) this.renderRoot.querySelector(`#${optionId(this.active)}`)?.scrollIntoView({ block: "nearest" });
  }

  private readonly onInput = (): void => {
    this.write(this.field?.value ?? "");
    const slash = !this.note && this.text.startsWith("/") && !this.text.includes("\n");
    if (!slash) this.closedOnce = false;
    if (slash && !this.closedOnce) this.open("slash");
    else this.picking = undefined;
    if (!this.note && !slash) emit(this, "console-typing");
  };

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (this.picking && this.onPickingKey(event)) return event.preventDefault();
    if (event.key === "ArrowUp" && !this.text && this.shown && !this.lockedBy) {
      event.preventDefault();
      return this.takeSuggestion();
    }
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.send();
  };

  /** Whether the key was meant for the list. */
  private onPickingKey({ key, shiftKey }: KeyboardEvent): boolean {
    const { found, active } = this;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step && found.length) this.active = (active + step + found.length) % found.length;
    else if (key === "Escape") this.close();
    else if (key === "Enter" && !shiftKey && found[active]) this.insert(found[active]);
    return Boolean(step) || key === "Escape" || (key === "Enter" && !shiftKey);
  }

  private readonly onPick = (): void => {
    if (this.picking) return this.close();
    if (!this.text.trim()) this.write("/");
    this.open(this.text === "/" ? "slash" : "button");
    this.focusField();
  };

  private readonly onBlur = (): void => {
    this.picking = undefined;
  };

  private open(picking: Picking): void {
    if (!this.picking) emit(this, "console-saved");
    this.picking = picking;
    this.active = 0;
  }

  private close(): void {
    this.closedOnce = this.picking === "slash";
    this.picking = undefined;
  }

  /** In place of what was looked for, else where the caret is. */
  private insert(reply: SavedReply): void {
    const text = filled(reply.text, this.values);
    const [before, behind] = this.picking === "slash" ? ["", ""] : this.aroundCaret();
    this.picking = undefined;
    this.write(before + text + behind);
    const end = before.length + text.length;
    this.focusField(() => this.field?.setSelectionRange(...(firstUnfilled(this.text) ?? [end, end])));
  }

  private aroundCaret(): [string, string] {
    const { selectionStart: start = 0, selectionEnd: end = 0 } = this.field ?? {};
    const before = this.text.slice(0, start);
    return [before && !/\s$/.test(before) ? `${before} ` : before, this.text.slice(end)];
  }

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.send();
  };

  private send(): void {
    const text = this.text.trim();
    if (!text) return;
    if (!this.note && unfilled(text).length) return this.refuse();
    emit(this, "console-say", { text, note: this.note, suggestion: this.note ? "" : this.from });
    this.note = false;
    this.write("");
  }

  private refuse(): void {
    this.refused = true;
    this.field?.focus();
    this.field?.setSelectionRange(...(firstUnfilled(this.text) ?? [0, 0]));
  }

  /** An empty field is made of nothing. */
  private write(text: string): void {
    this.text = text;
    if (!text.trim()) this.from = "";
    if (!unfilled(text).length) this.refused = false;
    this.keep();
  }

  private focusField(then: () => void = () => undefined): void {
    void this.updateComplete.then(() => {
      this.field?.focus();
      then();
    });
  }

  private keep(): void {
    const { text, note, from } = this;
    this.unfinished?.write(this.conversationId, from ? { text, note, from } : { text, note });
  }
}
