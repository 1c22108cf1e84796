import { css, html, LitElement } from "lit";
import { property, state } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { thumbDownIcon, thumbUpIcon } from "../../../shared/icons";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

const GOOD = 5;
const BAD = 1;

/** Two quiet thumbs under an answer; after "down" a person is one press away. */
export class Rating extends LitElement {
  static define(name = "shopclerk-rating"): void {
    register(name, Rating);
  }

  @property() messageId = "";
  @state() private rating = 0;

  static override styles = [
    base,
    css`
      div {
        display: flex;
        align-items: center;
        gap: 2px;
        margin-left: -7px;
        min-height: 30px;
        font-size: 14px;
        color: var(--soft);
      }
      .thumb {
        display: grid;
        place-items: center;
        width: 30px;
        height: 30px;
        border-radius: 8px;
      }
      .thumb:hover {
        background: var(--raised);
        color: var(--ink);
      }
      .thumb[aria-pressed="true"] {
        color: var(--accent);
      }
      .person {
        margin-left: 6px;
        color: var(--accent);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ];

  override render() {
    return html`<div data-testid="rating">
      ${this.thumb(GOOD)}${this.thumb(BAD)}
      <span role="status">${{ [GOOD]: texts.thanks, [BAD]: texts.sorry }[this.rating] ?? ""}</span>
      ${this.rating === BAD
        ? html`<button type="button" class="person" @click=${() => emit(this, "shopclerk-person")}>
            ${texts.person}
          </button>`
        : ""}
    </div>`;
  }

  private thumb(rating: number) {
    return html`<button
      type="button"
      class="thumb"
      aria-label=${rating === GOOD ? texts.helpful : texts.unhelpful}
      aria-pressed=${this.rating === rating}
      @click=${() => this.rate(rating)}
    >
      ${rating === GOOD ? thumbUpIcon : thumbDownIcon}
    </button>`;
  }

  private rate(rating: number): void {
    this.rating = rating;
    emit(this, "shopclerk-rate", { messageId: this.messageId, rating });
  }
}
