import { css, html, LitElement } from "lit";
import { query } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { closeIcon } from "../../shared/icons";
import { base } from "../../shared/theme";
import { KEYS } from "../keys";
import { controls, dialogs } from "../look";

/** All keys. Dispatches `close` when it is left. */
export class HelpOverlay extends LitElement {
  static define(name = "console-help"): void {
    register(name, HelpOverlay);
  }

  @query("dialog") private readonly dialog!: HTMLDialogElement;

  static override styles = [
    base,
    controls,
    dialogs,
    css`
      h3 {
        color: var(--soft);
        font-size: 13px;
        font-weight: 500;
      }
      dl + h3 {
        margin-top: 12px;
      }
      dl div {
        display: grid;
        grid-template-columns: 120px 1fr;
        padding: 4px 0;
      }
      kbd + kbd {
        margin-left: 4px;
      }
      @media (hover: none) {
        kbd {
          display: inline-block;
        }
      }
    `,
  ];

  override render() {
    return html`<dialog aria-label="Keys" @close=${() => this.dispatchEvent(new Event("close"))}>
      <div class="top">
        <h2>Keys</h2>
        <button type="button" class="icon" aria-label="Close the help" @click=${() => this.dialog.close()}>
          ${closeIcon}
        </button>
      </div>
      ${KEYS.map(
        ({ title, rows }) => html`<h3>${title}</h3>
          <dl>
            ${rows.map(
              ([keys, meaning]) => html`<div>
                <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
                <dd>${meaning}</dd>
              </div>`,
            )}
          </dl>`,
      )}
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }
}
