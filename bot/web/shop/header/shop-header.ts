import { css, html, LitElement, svg } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import { isDark, toggleTheme } from "../../shared/theme-choice";
import type { Scene } from "../catalogue";
import { wide } from "../look";

/** Name, search, light or dark, cart. */
export class ShopHeader extends LitElement {
  static define(name = "shop-header"): void {
    register(name, ShopHeader);
  }

  @property() name = "";
  @property() scene: Scene | undefined;
  @property() search = "";
  @property({ type: Number }) count = 0;

  static override styles = [
    base,
    wide,
    css`
      :host {
        position: sticky;
        top: 0;
        z-index: 10;
        background: var(--ground);
        border-bottom: 1px solid var(--line);
      }
      .wide {
        display: flex;
        align-items: center;
        gap: 8px;
        height: 72px;
      }
      .name {
        display: inline-flex;
        align-items: center;
        gap: 10px;
        color: var(--ink);
        font: 600 24px/1 var(--serif);
        letter-spacing: -0.01em;
        text-decoration: none;
      }
      .name svg {
        color: var(--accent);
      }
      .letter {
        display: grid;
        place-items: center;
        width: 30px;
        height: 30px;
        border-radius: 9px;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 18px;
      }
      form {
        flex: 1;
        display: flex;
        justify-content: flex-end;
        margin: 0 8px 0 24px;
      }
      input {
        width: min(320px, 100%);
        height: 40px;
        padding: 0 16px;
        border: 1px solid var(--line);
        border-radius: 20px;
        background: var(--card);
      }
      input::placeholder {
        color: var(--soft);
        opacity: 1;
      }
      .icon {
        position: relative;
        flex: none;
        display: grid;
        place-items: center;
        width: 44px;
        height: 44px;
        border-radius: 50%;
      }
      .icon:hover {
        background: var(--raised);
      }
      .count {
        position: absolute;
        top: 2px;
        right: 0;
        min-width: 20px;
        padding: 0 5px;
        border-radius: 10px;
        background: var(--accent);
        color: var(--on-accent);
        font-size: 12px;
        font-weight: 600;
        line-height: 20px;
        text-align: center;
      }
      @media (max-width: 600px) {
        .wide {
          height: 64px;
          gap: 0;
        }
        form {
          margin: 0 4px 0 12px;
        }
        .name {
          font-size: 20px;
        }
      }
    `,
  ];

  override render() {
    return html`<header class="wide">
      <a class="name" href="/" aria-label=${this.name || "Shop"}>${this.mark()}<span>${this.name}</span></a>
      <form role="search" @submit=${(event: Event) => event.preventDefault()}>
        <input
          type="search"
          placeholder="Search"
          aria-label="Search products"
          .value=${this.search}
          @input=${(event: InputEvent) =>
            emit(this, "shop-search", { text: (event.target as HTMLInputElement).value })}
        />
      </form>
      <button type="button" class="icon" aria-label="Light or dark" @click=${this.onTheme}>
        ${isDark() ? sun : moon}
      </button>
      <button
        type="button"
        class="icon"
        data-testid="cart"
        aria-label=${`Cart, ${this.count} ${this.count === 1 ? "item" : "items"}`}
        @click=${() => emit(this, "shop-cart-open")}
      >
        ${bag}${this.count ? html`<span class="count">${this.count}</span>` : ""}
      </button>
    </header>`;
  }

  /** The shop's mark: its first letter, where it has no picture of its own. */
  private mark() {
    if (this.scene === "mountains") return mountains;
    return this.name ? html`<span class="letter" aria-hidden="true">${firstLetter(this.name)}</span>` : "";
  }

  private readonly onTheme = (): void => {
    toggleTheme();
    this.requestUpdate();
  };
}

function firstLetter(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? "";
}

function drawing(content: unknown, size = 22) {
  return html`<svg width=${size} height=${size} viewBox="0 0 24 24" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${content}</svg>`;
}

const bag = drawing(svg`<path d="M5 8h14l1 12H4zM8.5 8V7a3.5 3.5 0 0 1 7 0v1" />`);
const moon = drawing(svg`<path d="M19.5 14.5A8 8 0 1 1 9.5 4.5a6.5 6.5 0 0 0 10 10z" />`);
const sun = drawing(
  svg`<circle cx="12" cy="12" r="4" /><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4" />`,
);
const mountains = drawing(svg`<path d="M2 19l7-11 4.5 6.5L16 11l6 8z" fill="currentColor" stroke="none" />`, 28);
