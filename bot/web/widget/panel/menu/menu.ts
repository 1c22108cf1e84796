import { css, html, LitElement } from "lit";
import { property, query, state } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { againIcon, moreIcon, personIcon, profileIcon } from "../../../shared/icons";
import type { Owner } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

type Choice = "shopclerk-person" | "shopclerk-profile" | "shopclerk-again";

/** The header's menu: the way to a person, to what is known of the shopper, and to a new conversation. */
export class HeaderMenu extends LitElement {
  static define(name = "shopclerk-menu"): void {
    register(name, HeaderMenu);
  }

  @property() owner: Owner = "bot";
  @property({ type: Boolean }) empty = true;
  @state() private open = false;
  @query(".toggle") private readonly toggle!: HTMLElement;

  static override styles = [
    base,
    css`
      :host {
        position: relative;
      }
      .toggle {
        display: grid;
        place-items: center;
        width: 40px;
        height: 40px;
        border-radius: 8px;
        color: var(--soft);
      }
      .toggle:hover,
      .toggle[aria-expanded="true"] {
        background: var(--raised);
        color: var(--ink);
      }
      .items {
        position: absolute;
        right: 0;
        top: 44px;
        z-index: 3;
        min-width: 232px;
        padding: 4px;
        border: 1px solid var(--line);
        border-radius: 12px;
        background: var(--ground);
        box-shadow: 0 8px 24px rgb(0 0 0 / 0.12);
      }
      .item {
        display: flex;
        align-items: center;
        gap: 12px;
        width: 100%;
        min-height: 40px;
        padding: 8px 12px;
        border-radius: 8px;
        font-size: 15px;
        line-height: 20px;
      }
      .item:enabled:hover {
        background: var(--raised);
      }
      .item:disabled {
        color: var(--soft);
      }
      .item svg {
        color: var(--soft);
      }
    `,
  ];

  override render() {
    return html`<button
        type="button"
        class="toggle"
        aria-label=${texts.menu}
        aria-haspopup="menu"
        aria-expanded=${this.open}
        data-testid="menu"
        @click=${() => (this.open ? this.close() : this.show())}
      >
        ${moreIcon}
      </button>
      <div
        class="items"
        role="menu"
        aria-label=${texts.menu}
        ?hidden=${!this.open}
        @keydown=${this.onKeydown}
        @focusout=${this.onFocusout}
      >
        ${this.item(personIcon, this.personText, this.owner === "waiting" || this.owner === "agent", "shopclerk-person")}
        ${this.item(profileIcon, texts.profile, false, "shopclerk-profile")}
        ${this.item(againIcon, texts.again, this.empty, "shopclerk-again")}
      </div>`;
  }

  private get personText(): string {
    if (this.owner === "waiting") return texts.personAsked;
    return this.owner === "agent" ? texts.personHere : texts.person;
  }

  private item(icon: unknown, text: string, disabled: boolean, event: Choice) {
    return html`<button
      type="button"
      role="menuitem"
      class="item"
      tabindex="-1"
      ?disabled=${disabled}
      @click=${() => {
        this.close();
        emit(this, event);
      }}
    >
      ${icon}${text}
    </button>`;
  }

  focusToggle(): void {
    this.toggle.focus();
  }

  private show(): void {
    this.open = true;
    void this.updateComplete.then(() => this.choices[0]?.focus());
  }

  private close(): void {
    this.open = false;
    this.toggle.focus();
  }

  private get choices(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>(".item:enabled")];
  }

  private readonly onKeydown = (event: KeyboardEvent): void => {
    const { choices } = this;
    const at = choices.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === "Escape" || event.key === "Tab") this.close();
    else if (to !== undefined) choices.at(to % choices.length)?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onFocusout = (event: FocusEvent): void => {
    const next = event.relatedTarget;
    if (!(next instanceof Node) || !this.renderRoot.contains(next)) this.open = false;
  };
}
