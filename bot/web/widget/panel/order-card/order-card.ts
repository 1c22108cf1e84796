import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { httpAddress } from "../../../shared/address";
import { register } from "../../../shared/elements";
import { longDate, shortDate } from "../../../shared/format";
import { openIcon } from "../../../shared/icons";
import type { OrderCard } from "../../../shared/protocol";
import { base } from "../../../shared/theme";
import { texts } from "../texts";

/** Where an order is: its steps as a line, what is in it, and the parcel. */
export class OrderStatus extends LitElement {
  static define(name = "shopclerk-order"): void {
    register(name, OrderStatus);
  }

  @property({ attribute: false }) order: OrderCard | undefined;

  static override styles = [
    base,
    css`
      article {
        border: 1px solid var(--line);
        border-radius: 12px;
        padding: 12px 16px;
        font-size: 15px;
        line-height: 20px;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        justify-content: space-between;
      }
      h3 {
        font-size: 15px;
        font-weight: 600;
      }
      .status {
        color: var(--accent);
        font-weight: 600;
      }
      .eta {
        color: var(--soft);
        flex-basis: 100%;
        font-size: 14px;
      }
      ol {
        margin: 12px 0;
      }
      .step {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 12px;
        padding: 0 0 12px 24px;
        color: var(--soft);
      }
      .step:last-child {
        padding-bottom: 0;
      }
      .step::before {
        content: "";
        position: absolute;
        left: 2px;
        top: 5px;
        width: 10px;
        height: 10px;
        border: 2px solid var(--line);
        border-radius: 50%;
        background: var(--ground);
        z-index: 1;
      }
      .step:not(:last-child)::after {
        content: "";
        position: absolute;
        left: 6px;
        top: 10px;
        bottom: -6px;
        width: 2px;
        background: var(--line);
      }
      .done,
      .current {
        color: var(--ink);
      }
      .done::before,
      .current::before {
        border-color: var(--accent);
        background: var(--accent);
      }
      .done:not(:last-child)::after {
        background: var(--accent);
      }
      .current {
        font-weight: 600;
      }
      .current::before {
        box-shadow: 0 0 0 3px var(--tint);
      }
      time {
        font-weight: 400;
        font-size: 14px;
        color: var(--soft);
        white-space: nowrap;
      }
      .lines,
      dl {
        border-top: 1px solid var(--line);
        padding-top: 8px;
        margin-top: 8px;
        font-size: 14px;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 12px;
      }
      dt {
        color: var(--soft);
      }
      dd {
        text-align: right;
        overflow-wrap: anywhere;
      }
      .track {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        margin-top: 8px;
      }
    `,
  ];

  override render() {
    const { order } = this;
    if (!order) return nothing;
    return html`<article aria-label=${texts.order(order.order_number)} data-testid="order-card">
      <header>
        <h3>${texts.order(order.order_number)}</h3>
        <span class="status">${order.status}</span>
        ${order.eta ? html`<p class="eta">${texts.arrives(longDate(order.eta))}</p>` : nothing}
      </header>
      <ol role="list">
        ${order.steps.map(([label, date], index) => this.step(label, date, index - order.step))}
      </ol>
      ${order.lines?.length
        ? html`<ul class="lines" role="list">
            ${order.lines.map((line) => html`<li>${line}</li>`)}
          </ul>`
        : nothing}
      ${this.facts(order)}
      ${order.tracking_url
        ? html`<a class="track" href=${httpAddress(order.tracking_url)} target="_blank" rel="noopener">${openIcon}${texts.track}</a>`
        : nothing}
    </article>`;
  }

  /** `distance` from the reached step: negative is done, 0 is now. */
  private step(label: string, date: string, distance: number) {
    const state = distance < 0 ? "done" : distance === 0 ? "current" : "";
    const spoken = { done: texts.reached, current: texts.current, "": "" }[state];
    return html`<li class="step ${state}" aria-current=${distance === 0 ? "step" : nothing}>
      <span>${label}${spoken ? html`<span class="hidden-text"> (${spoken})</span>` : nothing}</span>
      ${date ? html`<time datetime=${date}>${shortDate(date)}</time>` : nothing}
    </li>`;
  }

  private facts(order: OrderCard) {
    const parcel = [order.carrier, order.tracking_number];
    if (!parcel.some(Boolean) && !order.total) return nothing;
    return html`<dl>
      ${parcel.some(Boolean)
        ? html`<div>
            <dt>${order.carrier}</dt>
            <dd>${order.tracking_number}</dd>
          </div>`
        : nothing}
      ${order.total
        ? html`<div>
            <dt>${texts.total}</dt>
            <dd>${order.total}</dd>
          </div>`
        : nothing}
    </dl>`;
  }
}
