import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { httpAddress } from "../../shared/address";
import { emit, register } from "../../shared/elements";
import { money, moment } from "../../shared/format";
import { closeIcon } from "../../shared/icons";
import { picture } from "../../shared/picture";
import { base } from "../../shared/theme";
import { documentAddress } from "../knowledge/address";
import { controls } from "../look";
import type { Search, StaffConversation } from "../protocol";
import { percent } from "../thread/entries";
import { nameOf, partInWords, plain, reasonInWords, valueInWords } from "../words";
import { customerStyles } from "./customer-pane.styles";

/** Values that stand at the top of the pane, or mean nothing to a person. */
const ELSEWHERE: readonly string[] = ["name", "sub", "exp", "iat"];

/** Who it is and what is known: the hand-over packet, the slots, what was shown, tried, and failed. */
export class CustomerPane extends LitElement {
  static define(name = "console-customer"): void {
    register(name, CustomerPane);
  }

  @property({ attribute: false }) conversation: StaffConversation | undefined;
  /** Where what is kept of the shopper can be fetched; "" for who may neither do that nor erase it. */
  @property() exportAddress = "";
  /** The conversation of whose shopper it is being asked whether to erase. */
  @state() private erasing = "";

  static override styles = [base, controls, customerStyles];

  override render() {
    const { conversation } = this;
    if (!conversation) return html`<aside aria-label="Customer"></aside>`;
    return html`<aside aria-label="Customer" data-testid="customer" tabindex="0">
      <button
        type="button"
        class="icon close"
        aria-label="Close the customer pane"
        @click=${() => emit(this, "console-act", { act: "back" })}
      >
        ${closeIcon}
      </button>
      ${this.person(conversation)} ${this.handoff(conversation)} ${this.known(conversation)}
      ${this.shown(conversation)} ${this.tried(conversation.tried)} ${this.failed(conversation)}
      ${this.about(conversation)} ${this.exportAddress ? this.kept(conversation) : nothing}
    </aside>`;
  }

  private section(title: string, content: unknown) {
    return html`<section>
      <h2>${title}</h2>
      ${content}
    </section>`;
  }

  private facts(entries: [string, unknown, string?][]) {
    return html`<dl>
      ${entries
        .filter(([, value]) => value)
        .map(
          ([name, value, kind = ""]) => html`<div>
            <dt>${name}</dt>
            <dd class=${kind}>${value}</dd>
          </div>`,
        )}
    </dl>`;
  }

  private person(conversation: StaffConversation) {
    const { shopper, mood } = conversation;
    const moodKind = { angry: "bad", unhappy: "warn", neutral: "", happy: "good" }[mood];
    return this.section(
      nameOf(conversation),
      this.facts([
        ["E-mail", writable(shopper.email)],
        ["Identity", shopper.identified ? "Signed in at the shop" : "Not known"],
        ["Mood", plain(mood), moodKind],
      ]),
    );
  }

  private about(conversation: StaffConversation) {
    const { intent } = conversation;
    return this.section(
      "Conversation",
      this.facts([
        ["Topic", plain(conversation.topic)],
        ["Intent", intent ? `${plain(intent.name)}, ${percent(intent.confidence)}` : ""],
        ["Language", intent?.language.toUpperCase()],
        ["Channel", plain(conversation.channel)],
        ["Since", moment(conversation.created)],
        ["Messages", conversation.messages],
      ]),
    );
  }

  private kept({ id }: StaffConversation) {
    return this.section(
      "What is kept",
      this.erasing === id
        ? html`<p>All conversations of this shopper and what they did in the shop will be gone for good.</p>
            <p class="acts">
              <button type="button" class="button" @click=${this.erase}>Erase for good</button>
              <button type="button" class="button" @click=${() => (this.erasing = "")}>Keep</button>
            </p>`
        : html`<p class="acts">
            <a class="button" href=${this.exportAddress} download>Export</a>
            <button type="button" class="button" @click=${() => (this.erasing = id)}>Erase</button>
          </p>`,
    );
  }

  private readonly erase = (): void => {
    this.erasing = "";
    emit(this, "console-erase");
  };

  private handoff({ handoff }: StaffConversation) {
    if (!handoff) return nothing;
    const { summary, flow } = handoff.packet;
    return this.section(
      "Hand-over",
      html`${summary ? html`<p class="summary" dir="auto" data-testid="summary">${summary}</p>` : nothing}
      ${this.facts([
        ["Reason", handoff.note ? "Left for the team" : reasonInWords(handoff.reason)],
        ["Was doing", flow ? plain(flow) : ""],
        ["Asked", handoff.time ? moment(handoff.time) : ""],
      ])}`,
    );
  }

  private known({ slots, identity, shopper }: StaffConversation) {
    const entries = Object.entries({ ...identity, ...slots })
      .filter(([name, value]) => !ELSEWHERE.includes(name) && valueInWords(value))
      .filter(([name, value]) => name !== "email" || value !== shopper.email)
      .map(([name, value]): [string, unknown] => [plain(name), writable(valueInWords(value))]);
    return entries.length ? this.section("Known", this.facts(entries)) : nothing;
  }

  private shown({ shown }: StaffConversation) {
    if (!shown.length) return nothing;
    return this.section(
      "Products shown",
      html`<ul role="list" class="products">
        ${shown.map(
          (card) => html`<li>
            ${card.image ? picture(httpAddress(card.image, `${location.origin}/`)) : nothing}
            <a href=${httpAddress(card.url)} target="_blank" rel="noopener">${card.title}</a>
            <span class="quiet">${money(card.price, card.currency)}${card.stock ? ` · ${card.stock}` : ""}</span>
          </li>`,
        )}
      </ul>`,
    );
  }

  private tried(searches: Search[]) {
    if (!searches.length) return nothing;
    const newestFirst = [...searches].reverse();
    return this.section("Documents tried", newestFirst.map((search) => this.search(search)));
  }

  private search(search: Search) {
    const best = Math.max(...search.documents.map((document) => document.score), 1);
    return html`<div class="search">
      <p>“${search.question}”</p>
      <p class=${search.answered ? "good" : "warn"}>
        ${search.answered ? "Answered" : "Declined"}, ${percent(search.answerable)} sure
      </p>
      <ul role="list">
        ${search.documents.slice(0, 5).map(
          ({ document_id, score }) => html`<li>
            <a href=${documentAddress(document_id)} target="_blank" rel="noopener">${document_id}</a>
            <meter min="0" max=${best} value=${score} aria-label=${`Score of ${document_id}`}></meter>
            <span class="score">${score.toFixed(2)}</span>
          </li>`,
        )}
      </ul>
    </div>`;
  }

  private failed({ failed }: StaffConversation) {
    if (!failed.length) return nothing;
    return this.section(
      "What failed",
      html`<ul role="list" class="bad">
        ${failed.map(({ code, part }) => html`<li>${partInWords(part)} (${code})</li>`)}
      </ul>`,
    );
  }
}

const MAIL = /^[^\s@,;?&<>"]+@[^\s@,;?&<>"]+\.[^\s@,;?&<>"]+$/;

/** An e-mail address as a link: who left a message when nobody was there is answered by mail. */
function writable(value: string): unknown {
  return MAIL.test(value) ? html`<a href=${`mailto:${value}`}>${value}</a>` : value;
}
