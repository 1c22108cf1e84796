import { css, html, LitElement } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { checkIcon } from "../../../shared/icons";
import type { Button } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

/** Answers to choose from. They stay in the history: after a choice all are disabled and the chosen one is marked. */
export class QuickReplies extends LitElement {
  static define(name = "shopclerk-quick-replies"): void {
    register(name, QuickReplies);
  }

  @property({ attribute: false }) buttons: Button[] = [];
  /** The payload that was chosen, "" when something else was said, undefined while open. */
  @property({ attribute: false }) choice: string | undefined;

  static override styles = [
    base,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-height: 36px;
        padding: 6px 14px;
        border: 1px solid color-mix(in oklab, var(--accent) 45%, var(--line));
        border-radius: 18px;
        color: var(--accent);
        font-size: 15px;
        line-height: 20px;
      }
      button:enabled:hover {
        background: var(--tint);
      }
      button:disabled {
        border-color: var(--line);
        color: var(--soft);
      }
      button.chosen {
        border-color: var(--line);
        background: var(--raised);
        color: var(--ink);
      }
    `,
  ];

  override render() {
    return html`<ul role="list" aria-label=${texts.choices} data-testid="quick-replies">
      ${this.buttons.map((button) => this.button(button))}
    </ul>`;
  }

  private button(button: Button) {
    const chosen = this.choice === button.payload;
    return html`<li>
      <button
        type="button"
        class=${chosen ? "chosen" : ""}
        ?disabled=${this.choice !== undefined}
        @click=${() => emit(this, "shopclerk-send", { text: button.title, payload: button.payload })}
      >
        ${chosen ? checkIcon : ""}${button.title}${chosen
          ? html`<span class="hidden-text"> (${texts.chosen})</span>`
          : ""}
      </button>
    </li>`;
  }
}
