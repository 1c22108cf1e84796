import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { base } from "../../shared/theme";
import type { ShopFront } from "../catalogue";
import { wide } from "../look";
import { scenes } from "./scenes";

/** The first thing one sees: a line, a picture in the shop's colour, what the shop promises. */
export class ShopHero extends LitElement {
  static define(name = "shop-hero"): void {
    register(name, ShopHero);
  }

  @property({ attribute: false }) shop: ShopFront | undefined;

  static override styles = [
    base,
    wide,
    css`
      .scene {
        position: relative;
        height: clamp(320px, 42vw, 480px);
        margin-top: 24px;
        border-radius: 24px;
        overflow: hidden;
        --sky-high: light-dark(oklch(from var(--brand) 0.93 0.03 h), oklch(from var(--brand) 0.22 0.025 h));
        --sky-low: light-dark(#fbeede, oklch(from var(--brand) 0.46 0.045 h));
        --sun: light-dark(#f3c98b, #f1e6cf);
        --hill-1: light-dark(oklch(from var(--brand) 0.82 0.045 h), oklch(from var(--brand) 0.33 0.04 h));
        --hill-2: light-dark(oklch(from var(--brand) 0.7 0.06 h), oklch(from var(--brand) 0.27 0.035 h));
        --hill-3: light-dark(oklch(from var(--brand) 0.56 0.075 h), oklch(from var(--brand) 0.23 0.03 h));
        --hill-4: light-dark(oklch(from var(--brand) 0.4 0.07 h), oklch(from var(--brand) 0.185 0.025 h));
        --glow: light-dark(#fbeede, #f3c98b);
      }
      svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      .words {
        position: absolute;
        left: clamp(20px, 5vw, 64px);
        top: clamp(28px, 5vw, 64px);
        max-width: min(560px, calc(100% - 40px));
      }
      h1 {
        font: 600 clamp(32px, 5vw, 54px) / 1.08 var(--serif);
        letter-spacing: -0.02em;
        text-wrap: balance;
      }
      .promises {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 32px;
        justify-content: space-between;
        padding: 20px 4px 0;
        color: var(--soft);
        font-size: 15px;
      }
      .promises li {
        display: flex;
        align-items: center;
        gap: 10px;
      }
      .promises li::before {
        content: "";
        width: 6px;
        height: 6px;
        border-radius: 50%;
        background: var(--accent);
      }
    `,
  ];

  override render() {
    const { shop } = this;
    return html`<section class="wide">
      <div class="scene">
        ${shop ? scenes[shop.scene] : nothing}
        <div class="words"><h1>${shop ? (shop.tagline || `Welcome to ${shop.name}`) : nothing}</h1></div>
      </div>
      ${shop?.promises.length
        ? html`<ul class="promises" role="list">
            ${shop.promises.map((promise) => html`<li>${promise}</li>`)}
          </ul>`
        : nothing}
    </section>`;
  }
}
