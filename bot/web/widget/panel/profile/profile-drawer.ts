import { html, LitElement, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { money } from "../../../shared/format";
import { RequestFailed } from "../../../shared/http";
import { closeIcon } from "../../../shared/icons";
import type { Correction, Profile } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import type { Gateway } from "../gateway";
import { drawerStyles } from "../sources/source-drawer.styles";
import { texts } from "../texts";
import { profileStyles } from "./profile-drawer.styles";

/** What the shop knows of the shopper's likings, each with a way to take it out. Closes by Esc or `shopclerk-close`. */
export class ProfileDrawer extends LitElement {
  static define(name = "shopclerk-profile"): void {
    register(name, ProfileDrawer);
  }

  @property({ attribute: false }) gateway: Gateway | undefined;
  /** Of the visitor; "" for a newcomer, of whom nothing is known. */
  @property() token = "";
  @property() currency = "";
  @state() private profile: Profile | undefined;
  @state() private problem = "";
  @state() private done = "";
  @state() private asking = false;
  @query("h2") private readonly heading!: HTMLElement;

  static override styles = [base, drawerStyles, profileStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.tell(async () => (this.token ? this.gateway?.profile(this.token) : { events: 0 }));
    void this.updateComplete.then(() => this.heading.focus());
  }

  override render() {
    return html`<section role="dialog" aria-label=${texts.profile} data-testid="profile" @keydown=${this.onKeydown}>
      <div class="top">
        <div class="titles"><h2 tabindex="-1">${texts.profile}</h2></div>
        <button type="button" class="icon" aria-label=${texts.closeProfile} @click=${this.close}>${closeIcon}</button>
      </div>
      <div class="body" tabindex="0" role="region" aria-label=${texts.profile}>
        ${this.content()}
        <p class="done" role="status">${this.done}</p>
      </div>
      ${this.profile?.events ? this.foot() : nothing}
    </section>`;
  }

  private content() {
    const { profile, problem } = this;
    if (problem) return html`<p class="quiet" role="alert">${problem}</p>`;
    if (!profile) return html`<p class="quiet" role="status">${texts.loadingProfile}</p>`;
    if (!profile.events) return html`<p class="about" data-testid="profile-empty">${texts.profileEmpty}</p>`;
    return html`<p class="about">${texts.profileAbout}</p>
      ${this.list(texts.interests, profile.categories, ({ name, share }) =>
        this.row(name, [this.priceOf(name), texts.share(share)].filter(Boolean).join(" · "), { category: name }),
      )}
      ${this.list(texts.brands, profile.brands, ({ name, share }) =>
        this.row(name, texts.share(share), { brand: name }),
      )}
      ${this.list(texts.sizes, profile.sizes, ({ category, size }) =>
        this.row(texts.sizeIn(size, category), "", { category, size }),
      )}
      ${this.list(texts.searches, profile.searches, (query) => this.row(query, "", { query }))}
      ${profile.orders ? html`<p class="about orders">${texts.orders(profile.orders)}</p>` : nothing}`;
  }

  private list<T>(title: string, items: T[] | undefined, row: (item: T) => unknown) {
    return items?.length ? html`<h3>${title}</h3><ul role="list" aria-label=${title}>${items.map(row)}</ul>` : nothing;
  }

  private row(name: string, note: string, correction: Correction) {
    return html`<li>
      <span class="name">${name}</span>
      ${note ? html`<span class="note">${note}</span>` : nothing}
      <button
        type="button"
        class="icon"
        aria-label=${texts.forget(name)}
        title=${texts.forget(name)}
        @click=${() => this.correct(correction, texts.forgotten(name))}
      >
        ${closeIcon}
      </button>
    </li>`;
  }

  private priceOf(category: string): string {
    const range = this.profile?.prices?.find((one) => one.category === category);
    if (!range || !this.currency) return "";
    const [low, high] = [range.low, range.high].map((price) => money(price, this.currency, 0));
    return low === high ? `${low}` : `${low} – ${high}`;
  }

  private foot() {
    if (!this.asking) {
      return html`<div class="whole">
        <button type="button" class="text" @click=${() => (this.asking = true)}>${texts.forgetAll}</button>
      </div>`;
    }
    return html`<div class="whole ask" role="group" aria-label=${texts.forgetAll}>
      <p>${texts.forgetAllAsk}</p>
      <button type="button" class="text bad" @click=${() => this.correct({ everything: true }, texts.forgottenAll)}>
        ${texts.forgetAllYes}
      </button>
      <button type="button" class="text" @click=${() => (this.asking = false)}>${texts.forgetAllNo}</button>
    </div>`;
  }

  private correct(correction: Correction, done: string): void {
    void this.tell(async () => this.gateway?.correct(this.token, correction), done);
  }

  /** The button that was pressed is gone after it: the focus goes to the heading. */
  private async tell(ask: () => Promise<Profile | undefined>, done = ""): Promise<void> {
    try {
      this.profile = await ask();
      this.problem = "";
      this.done = done;
      if (done) this.heading.focus();
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (this.profile) this.done = error.message;
      else this.problem = error.message;
    }
    this.asking = false;
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.close();
  };

  private readonly close = (): void => emit(this, "shopclerk-close");
}
