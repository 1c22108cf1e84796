import type { Embed, PanelElement } from "../embed";
import { keep, kept } from "../kept";
import { sheet } from "./launcher.styles";

interface Session {
  conversationId: string;
  token: string;
  seen: number;
  waiting: boolean;
}

/** The button. It loads the panel when the pointer or the focus comes near, or when a person is expected. */
export class Launcher extends HTMLElement {
  embed: Embed = { origin: "", shop: "", cart: false };
  panelUrl = "";
  private readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private readonly themes = new MutationObserver(() => this.followTheme());
  private loading: Promise<PanelElement> | undefined;
  private panel: PanelElement | undefined;

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    this.button.type = "button";
    this.button.dataset["testid"] = "launcher";
    this.button.append(glyph(), this.badge);
    root.append(this.button);
  }

  connectedCallback(): void {
    this.button.addEventListener("pointerenter", this.prepare);
    this.button.addEventListener("focus", this.prepare);
    this.button.addEventListener("click", this.onClick);
    this.addEventListener("shopclerk-close", this.close);
    this.addEventListener("shopclerk-unread", this.onUnread);
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.followTheme();
    this.show(0);
    void this.catchUp();
  }

  disconnectedCallback(): void {
    this.button.removeEventListener("pointerenter", this.prepare);
    this.button.removeEventListener("focus", this.prepare);
    this.button.removeEventListener("click", this.onClick);
    this.removeEventListener("shopclerk-close", this.close);
    this.removeEventListener("shopclerk-unread", this.onUnread);
    this.themes.disconnect();
  }

  async open(draft = ""): Promise<void> {
    const panel = await this.load();
    panel.open = true;
    if (draft) panel.write(draft);
    this.button.hidden = true;
  }

  readonly close = (): void => {
    if (!this.panel?.open) return;
    this.panel.open = false;
    this.button.hidden = false;
    this.button.focus();
  };

  async withPanel(act: (panel: PanelElement) => void): Promise<void> {
    act(await this.load());
  }

  reset(): void {
    for (const name of ["session", "outbox", "draft", "visitor"] as const) keep(this.embed.shop, name, "");
    this.panel?.reset();
    this.show(0);
  }

  private load(): Promise<PanelElement> {
    this.loading ??= import(/* @vite-ignore */ this.panelUrl).then(
      () => this.attach(),
      (cause: unknown) => {
        this.loading = undefined;
        throw cause;
      },
    );
    return this.loading;
  }

  private attach(): PanelElement {
    const panel = document.createElement("shopclerk-panel") as PanelElement;
    panel.embed = this.embed;
    this.panel = panel;
    this.followTheme();
    this.shadowRoot?.append(panel);
    return panel;
  }

  private readonly prepare = (): void => {
    this.load().catch(() => undefined);
  };

  private readonly onClick = (): void => {
    this.button.setAttribute("aria-busy", "true");
    this.open()
      .catch(() => this.button.setAttribute("aria-label", "The chat cannot be loaded. Press to try again."))
      .finally(() => this.button.removeAttribute("aria-busy"));
  };

  private readonly onUnread = (event: Event): void => {
    const { count } = (event as CustomEvent<{ count: number }>).detail;
    this.show(this.panel?.open ? 0 : count);
  };

  private show(unread: number): void {
    this.badge.textContent = unread > 9 ? "9+" : String(unread || "");
    const news = unread === 1 ? ", 1 new message" : `, ${unread} new messages`;
    this.button.setAttribute("aria-label", `Open chat${unread ? news : ""}`);
  }

  /** The theme of the script tag, else that of the page, else the reader's. */
  private followTheme(): void {
    const theme = this.dataset["theme"] ?? document.documentElement.dataset["theme"] ?? "";
    for (const element of [this.button, this.panel]) {
      if (theme === "light" || theme === "dark") element?.setAttribute("data-theme", theme);
      else element?.removeAttribute("data-theme");
    }
  }

  /** After a page change: count what came meanwhile; connect at once where a person is expected. */
  private async catchUp(): Promise<void> {
    const text = kept(this.embed.shop, "session");
    if (!text) return;
    const { conversationId, token, seen, waiting } = JSON.parse(text) as Session;
    if (waiting) return void (await this.load());
    const url = `${this.embed.origin}/v1/conversations/${conversationId}/events?since=${seen}&limit=50`;
    const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    if (!response.ok) return;
    const { events } = (await response.json()) as { events: { type: string }[] };
    this.show(events.filter(({ type }) => type === "Replied" || type === "AgentSaid").length);
  }
}

function glyph(): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M12 4c-4.7 0-8.5 3.1-8.5 7 0 2.1 1.1 4 2.9 5.3L6 20l4-2.2c.6.1 1.300.2 2 .2 4.7 0 8.5-3.1 8.5-7S16.7 4 12 4z");
  icon.append(path);
  return icon;
}
