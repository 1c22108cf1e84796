import type { PanelElement } from "../embed";
import { Launcher } from "./launcher-element";
import { recommended, type RecommendedList, type Wanted } from "./lists";
import { type Deed, Tracker } from "./tracker";

/** The public script: one tag on a shop's page puts the button there, and `window.Shopclerk`. */

interface ShopclerkApi {
  /** Open the chat, with a beginning of a message for the shopper to go on with. */
  open(draft?: string): void;
  close(): void;
  /** Sign the shopper in with a JWT of the shop: the conversation follows the person. */
  identify(token: string): void;
  /** Tell what the visitor did on the page, for suggestions to suit them: `track("view", {product_id: "P1"})`. */
  track(type: Deed["type"], what?: Omit<Deed, "type">): void;
  /** Products for the visitor, or beside a product: `recommend({similarTo: "P1", k: 4, place: "product"})`. */
  recommend(wanted?: Wanted): Promise<RecommendedList>;
  /** Sign out: forget everything about the visitor. */
  reset(): void;
}

declare global {
  interface Window {
    Shopclerk?: ShopclerkApi;
  }
}

/** Where the panel lies below the origin; the build fills it in. */
declare const PANEL_PATH: string;

function start(script: HTMLScriptElement): void {
  if (window.Shopclerk) return;
  const { origin } = new URL(script.src);
  const { shop = "default", accent, theme, cart } = script.dataset;
  if (!customElements.get("shopclerk-launcher")) customElements.define("shopclerk-launcher", Launcher);
  const launcher = new Launcher();
  launcher.embed = { origin, shop, cart: cart !== undefined };
  launcher.panelUrl = new URL(PANEL_PATH, origin).href;
  if (accent) launcher.style.setProperty("--shopclerk-accent", accent);
  if (theme) launcher.dataset["theme"] = theme;
  document.body.append(launcher);
  const tracker = new Tracker(origin, shop);
  window.Shopclerk = {
    open: (draft) => void launcher.open(draft),
    close: () => launcher.close(),
    identify: (token) => {
      tracker.identify(token);
      void launcher.withPanel((panel: PanelElement) => (panel.identity = token));
    },
    track: (type, what) => tracker.track({ type, ...what }),
    recommend: (wanted = {}) => tracker.flush().then(() => recommended(origin, shop, wanted)),
    reset: () => {
      tracker.forget();
      launcher.reset();
    },
  };
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body) start(script);
  else document.addEventListener("DOMContentLoaded", () => start(script));
}
