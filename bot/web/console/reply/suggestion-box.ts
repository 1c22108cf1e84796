import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { closeIcon } from "../../shared/icons";
import type { Citation } from "../../shared/protocol";
import { base } from "../../shared/theme";
import { documentAddress } from "../knowledge/address";
import { controls } from "../look";
import type { Suggested } from "./suggestion";

/** What the bot would answer, with its sources; or that it was put away. Dispatches `take`, and `toggle` to put it
 *  away or bring it back. Who does not own the conversation only reads. */
export class SuggestionBox extends LitElement {
  static define(name = "console-suggestion"): void {
    register(name, SuggestionBox);
  }

  @property({ attribute: false }) suggestion: Suggested | undefined;
  @property({ attribute: false }) putAway: Suggested | undefined;
  @property({ type: Boolean }) locked = false;

  private pressed = false;

  static override styles = [
    base,
    controls,
    css`
      section {
        margin-bottom: 8px;
        padding: 8px 8px 8px 12px;
        border: 1px solid var(--line);
        border-left: 3px solid var(--accent);
        border-radius: 8px;
        background: var(--raised);
      }
      .top {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      h3 {
        flex: 1;
        color: var(--soft);
        font-size: 13px;
        font-weight: 500;
      }
      .button {
        min-height: 28px;
        background: var(--ground);
      }
      .icon {
        width: 28px;
        height: 28px;
      }
      .text {
        max-height: 160px;
        margin: 2px 4px 4px 0;
        overflow-y: auto;
        overflow-wrap: anywhere;
        scrollbar-width: thin;
        white-space: pre-wrap;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        font-size: 13px;
      }
      li {
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .away {
        margin-bottom: 8px;
        color: var(--soft);
        font-size: 13px;
      }
      .link {
        min-height: 28px;
        padding: 0 4px;
        border-radius: 4px;
        color: var(--ink);
        text-decoration: underline;
        text-decoration-color: var(--line);
        text-underline-offset: 3px;
      }
      @media (max-width: 720px) {
        .link {
          min-height: 36px;
        }
        .text {
          max-height: 104px;
        }
        .button,
        .icon {
          min-height: 36px;
        }
      }
    `,
  ];

  override render() {
    const { suggestion } = this;
    if (!suggestion) return this.away();
    return html`<p class="hidden-text" role="status">A reply is suggested</p>
      <section aria-label="Suggested reply" data-testid="suggestion">
        <div class="top">
          <h3>Suggested reply</h3>
          ${this.locked ? nothing : this.acts()}
        </div>
        <p class="text" dir="auto" tabindex="0" role="group" aria-label="What is suggested">${suggestion.text}</p>
        ${suggestion.citations?.length ? this.sources(suggestion.citations) : nothing}
      </section>`;
  }

  /** What was put away can be brought back where it lay, by the same key. */
  private away() {
    return html`<p class="hidden-text" role="status">${this.putAway ? "The suggestion was put away" : ""}</p>
      ${this.putAway
        ? html`<p class="away" data-testid="put-away">
            Suggestion put away.
            <button type="button" class="link" data-testid="restore-suggestion" @click=${this.onToggle}>
              Bring it back <kbd aria-hidden="true">x</kbd>
            </button>
          </p>`
        : nothing}`;
  }

  private acts() {
    return html`<button type="button" class="button" data-testid="take-suggestion" @click=${() => this.dispatchEvent(new Event("take"))}>
        Use it <kbd aria-hidden="true">s</kbd>
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Put the suggestion away"
        title="Put the suggestion away (x)"
        data-testid="discard-suggestion"
        @click=${this.onToggle}
      >
        ${closeIcon}
      </button>`;
  }

  /** The button that was pressed goes; the one that undoes it gets the focus. */
  private readonly onToggle = (event: Event): void => {
    this.pressed = event.currentTarget instanceof HTMLElement;
    this.dispatchEvent(new Event("toggle"));
  };

  protected override updated(changes: PropertyValues<this>): void {
    if (!this.pressed || !changes.has("suggestion")) return;
    this.pressed = false;
    this.renderRoot.querySelector<HTMLElement>("[data-testid=restore-suggestion], [data-testid=discard-suggestion]")?.focus();
  }

  /** Each document once. */
  private sources(citations: readonly Citation[]) {
    return html`<ul role="list" aria-label="Sources">
      ${citations.filter(isFirstOfDocument).map(
        ({ document_id, title, heading, quote }) => html`<li>
          <a href=${documentAddress(document_id)} target="_blank" rel="noopener" title=${quote}>${heading ? `${title} › ${heading}` : title}</a>
        </li>`,
      )}
    </ul>`;
  }
}

function isFirstOfDocument({ document_id }: Citation, place: number, all: readonly Citation[]): boolean {
  return all.findIndex((other) => other.document_id === document_id) === place;
}
