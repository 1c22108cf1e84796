import { css, html, LitElement, nothing, type PropertyValues, svg } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { icon } from "../../shared/icons";
import { base } from "../../shared/theme";
import { isDark, toggleTheme } from "../../shared/theme-choice";
import { controls } from "../look";
import { answersAddress, gapsAddress, type Page, recommendationsAddress, savedAddress, searchAddress } from "../route";

const bell = icon(svg`<path d="M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5zM8.5 16.5h3" />`);
const bellOff = icon(
  svg`<path d="M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4 1.5 5 1.5 5H4s1.5-1 1.5-5zM8.5 16.5h3M3 3l14 14" />`,
);
const sun = icon(svg`<circle cx="10" cy="10" r="3.2" /><path d="M10 2.5v1.5M10 16v1.5M2.5 10H4M16 10h1.5M4.7 4.7l1 1M14.3 14.3l1 1M4.7 15.3l1-1M14.3 5.7l1-1" />`);
const moon = icon(svg`<path d="M16 12A6.5 6.5 0 1 1 8 4a5.2 5.2 0 0 0 8 8z" />`);

/** Who is signed in, whether the line is up, and the switches. */
export class TopBar extends LitElement {
  static define(name = "console-top"): void {
    register(name, TopBar);
  }

  @property() name = "";
  @property({ type: Boolean }) online = true;
  @property({ type: Boolean }) alerts = false;
  @property() page: Page = "inbox";
  /** The conversation to which the inbox leads back. */
  @property() openId = "";
  @property({ type: Boolean }) trainer = false;

  static override styles = [
    base,
    controls,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 4px;
        height: 47px;
        padding: 0 12px 0 16px;
      }
      h1 {
        font-size: 15px;
        font-weight: 600;
      }
      nav {
        display: flex;
        gap: 2px;
        margin-left: 16px;
      }
      nav a {
        padding: 6px 10px;
        border-radius: 8px;
        color: var(--soft);
        font-weight: 500;
        text-decoration: none;
        white-space: nowrap;
      }
      nav a:hover {
        background: var(--raised);
      }
      nav [aria-current] {
        background: var(--tint);
        color: var(--ink);
      }
      .line {
        margin-left: 16px;
        color: var(--bad);
      }
      .space {
        flex: 1;
      }
      .name {
        margin: 0 8px 0 12px;
        font-weight: 500;
      }
      .out {
        color: var(--soft);
        text-decoration: underline;
        text-underline-offset: 3px;
        white-space: nowrap;
      }
      @media (max-width: 720px) {
        h1 {
          position: absolute;
          width: 1px;
          height: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        header {
          padding: 0 8px;
        }
        nav {
          min-width: 0;
          margin-left: 0;
          overflow-x: auto;
          scrollbar-width: none;
        }
        nav a {
          padding: 6px 8px;
        }
      }
      @media (max-width: 480px) {
        .name {
          display: none;
        }
        .out {
          margin-left: 8px;
        }
      }
    `,
  ];

  override render() {
    return html`<header>
      <h1>Console</h1>
      <nav aria-label="Pages">
        ${this.link("inbox", "Inbox", `#/${this.openId}`)} ${this.link("search", "Search", searchAddress())}
        ${this.trainer ? this.link("gaps", "Gaps", gapsAddress()) : nothing}
        ${this.trainer ? this.link("answers", "Answers", answersAddress()) : nothing}
        ${this.trainer ? this.link("recommendations", "Recommendations", recommendationsAddress()) : nothing}
        ${this.trainer ? this.link("saved", "Saved replies", savedAddress()) : nothing}
      </nav>
      <span class="line" role="status">${this.online ? "" : "No connection. Trying again."}</span>
      <span class="space"></span>
      <button
        type="button"
        class="icon"
        aria-pressed=${this.alerts}
        aria-label="Sound and notification when somebody waits or writes to you"
        title=${this.alerts ? "Alerts are on" : "Alerts are off"}
        @click=${() => emit(this, "console-alerts")}
      >
        ${this.alerts ? bell : bellOff}
      </button>
      <button type="button" class="icon" aria-label="Light or dark" title="Light or dark" @click=${this.onTheme}>
        ${isDark() ? sun : moon}
      </button>
      <button type="button" class="icon" aria-label="Keyboard help" title="Keys" @click=${() => emit(this, "console-help")}>
        <kbd>?</kbd>
      </button>
      <span class="name">${this.name}</span>
      <button type="button" class="out" @click=${() => emit(this, "console-sign-out")}>Sign out</button>
    </header>`;
  }

  /** On a phone there is not room for all pages: the one that is open comes into view. */
  protected override updated(changes: PropertyValues<this>): void {
    if (!changes.has("page")) return;
    this.renderRoot.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  private link(page: Page, text: string, address: string) {
    return html`<a href=${address} aria-current=${page === this.page ? "page" : nothing} data-testid=${`page-${page}`}>${text}</a>`;
  }

  private readonly onTheme = (): void => {
    toggleTheme();
    this.requestUpdate();
  };
}
