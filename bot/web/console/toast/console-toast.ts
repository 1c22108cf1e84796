import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { base } from "../../shared/theme";
import { controls } from "../look";
import type { Toast } from "../desk";

/** What just happened, with the way back where there is one. */
export class ConsoleToast extends LitElement {
  static define(name = "console-toast"): void {
    register(name, ConsoleToast);
  }

  @property({ attribute: false }) toast: Toast | undefined;

  static override styles = [
    base,
    controls,
    css`
      :host {
        position: fixed;
        left: 50%;
        top: 60px;
        z-index: 5;
        transform: translateX(-50%);
        max-width: calc(100vw - 32px);
      }
      div {
        display: flex;
        align-items: center;
        gap: 16px;
        padding: 10px 16px;
        border: 1px solid var(--line);
        border-radius: 10px;
        background: var(--ink);
        color: var(--ground);
        box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
      }
      button {
        color: inherit;
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 3px;
      }
    `,
  ];

  override render() {
    const { toast } = this;
    if (!toast) return nothing;
    return html`<div role=${toast.bad ? "alert" : "status"} data-testid="toast">
      <span>${toast.text}</span>
      ${toast.undo ? html`<button type="button" @click=${toast.undo}>Undo</button>` : nothing}
      ${toast.bad ? html`<button type="button" @click=${() => emit(this, "console-quiet")}>Close</button>` : nothing}
    </div>`;
  }
}
