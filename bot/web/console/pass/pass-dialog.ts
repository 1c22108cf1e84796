import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { property, query } from "lit/decorators.js";
import { emit, register } from "../../shared/elements";
import { closeIcon } from "../../shared/icons";
import { base } from "../../shared/theme";
import { controls, dialogs } from "../look";
import type { Colleague } from "../protocol";

/** To whom the open conversation is passed on. Dispatches `close` when it is left. */
export class PassDialog extends LitElement {
  static define(name = "console-pass"): void {
    register(name, PassDialog);
  }

  /** undefined while they are being read. */
  @property({ attribute: false }) colleagues: Colleague[] | undefined;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  static override styles = [
    base,
    controls,
    dialogs,
    css`
      li button {
        display: flex;
        justify-content: space-between;
        gap: 16px;
        width: 100%;
        padding: 8px 12px;
        border-radius: 8px;
        text-align: left;
      }
      li button:hover {
        background: var(--raised);
      }
    `,
  ];

  override render() {
    return html`<dialog aria-label="Pass on to a colleague" data-testid="pass" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="top">
        <h2>Pass on to</h2>
        <button type="button" class="icon" aria-label="Close without passing on" @click=${() => this.dialog.close()}>
          ${closeIcon}
        </button>
      </div>
      ${this.colleagues?.length === 0 ? html`<p class="quiet">Nobody else has an account here.</p>` : nothing}
      <ul role="list">
        ${this.colleagues?.map((colleague) => html`<li>${this.choice(colleague)}</li>`)}
      </ul>
    </dialog>`;
  }

  private choice({ id, name, online }: Colleague) {
    return html`<button type="button" @click=${() => this.choose(id)}>
      <b>${name}</b><span class=${online ? "good" : "quiet"}>${online ? "At the console" : "Not signed in"}</span>
    </button>`;
  }

  private choose(to: string): void {
    emit(this, "console-pass", { to });
    this.dialog.close();
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has("colleagues")) this.renderRoot.querySelector<HTMLElement>("li button")?.focus();
  }
}
