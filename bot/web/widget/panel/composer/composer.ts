import { css, html, LitElement } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { sendIcon } from "../../../shared/icons";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

/** The server's limit, in characters (code points). */
const LIMIT = 4_000;
const COUNT_FROM = LIMIT - 400;

/** Where the shopper writes: Enter sends, Shift+Enter starts a line. */
export class Composer extends LitElement {
  static define(name = "shopclerk-composer"): void {
    register(name, Composer);
  }

  /** What was written and not sent when the page was left. */
  @property({ attribute: false }) draft = "";
  @state() private text = "";
  @query("textarea") private readonly field!: HTMLTextAreaElement;

  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };

  static override styles = [
    base,
    css`
      form {
        display: flex;
        align-items: flex-end;
        gap: 8px;
        margin: 0 12px;
        padding: 4px;
        border: 1px solid var(--line);
        border-radius: 24px;
        background: var(--ground);
      }
      form:focus-within {
        border-color: var(--accent);
        box-shadow: 0 0 0 1px var(--accent);
      }
      textarea {
        flex: 1;
        min-width: 0;
        min-height: 40px;
        max-height: 144px;
        padding: 8px 0 8px 14px;
        border: 0;
        background: none;
        font-size: 16px;
        line-height: 24px;
        resize: none;
        field-sizing: content;
      }
      textarea:focus-visible {
        outline: none;
      }
      textarea::placeholder {
        color: var(--soft);
        opacity: 1;
      }
      button {
        flex: none;
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 50%;
        background: var(--accent);
        color: var(--on-accent);
        transition: background-color 120ms;
      }
      button:disabled {
        background: var(--raised);
        color: var(--soft);
      }
      .count {
        margin: 0 28px 4px;
        color: var(--soft);
        font-size: 13px;
        text-align: right;
        font-variant-numeric: tabular-nums;
      }
      .count.over {
        color: var(--bad);
      }
    `,
  ];

  override render() {
    const length = characters(this.text);
    const ready = this.text.trim() !== "" && length <= LIMIT;
    return html`${length >= COUNT_FROM ? this.counter(length) : ""}
      <form @submit=${this.onSubmit}>
        <textarea
          rows="1"
          enterkeyhint="send"
          aria-label=${texts.placeholder}
          placeholder=${texts.placeholder}
          data-testid="composer"
          .value=${this.text}
          @input=${this.onInput}
          @keydown=${this.onKeydown}
        ></textarea>
        <button type="submit" aria-label=${texts.send} data-testid="send" ?disabled=${!ready}>${sendIcon}</button>
      </form>`;
  }

  private counter(length: number) {
    const over = length - LIMIT;
    return html`<p class=${over > 0 ? "count over" : "count"} role="status">
      ${over > 0 ? texts.tooMany(over) : `${length.toLocaleString("en")} / ${LIMIT.toLocaleString("en")}`}
    </p>`;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.text = this.draft;
  }

  /** Words for the shopper to go on with; never over what they have written. */
  write(text: string): void {
    if (!this.text.trim()) this.text = text;
    this.field.focus();
  }

  private readonly onInput = (): void => {
    this.text = this.field.value;
    if (!CSS.supports("field-sizing", "content")) this.grow();
    emit(this, "shopclerk-typing");
    this.dispatchEvent(new Event("change"));
  };

  private grow(): void {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  };

  private readonly onSubmit = (event: Event): void => {
    event.preventDefault();
    this.submit();
    this.field.focus();
  };

  private submit(): void {
    const text = this.text.trim();
    if (!text || characters(text) > LIMIT) return;
    this.text = "";
    this.field.style.removeProperty("height");
    emit(this, "shopclerk-send", { text });
    this.dispatchEvent(new Event("change"));
  }

  get value(): string {
    return this.text;
  }
}

function characters(text: string): number {
  return text.length < COUNT_FROM ? text.length : Array.from(text).length;
}
