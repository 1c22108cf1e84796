import { keep, kept, tokenOf } from "../kept";

/** What a page may tell of its visitor; see docs/data-in.md. */
export interface Deed {
  type: "view" | "click" | "search" | "add_to_cart" | "remove" | "dismiss" | "rate";
  product_id?: string;
  variant_id?: string;
  query?: string;
  quantity?: number;
  position?: number;
  rating?: number;
}

const PAUSE_MS = 1_000;
const MOST_WAITING = 200;
const TOO_MANY = 429;

type Waiting = Deed & { event_id: string };

/**
 * Tells the gateway what the visitor does, some at a time. Who the visitor is, is asked for with the first; what a page
 * has not told when it is left, the next one tells.
 */
export class Tracker {
  private refused: Waiting[] = [];
  private identity = "";
  private timer = 0;
  private sending = false;

  constructor(
    private readonly origin: string,
    private readonly shop: string,
  ) {
    addEventListener("pagehide", () => void this.send(true));
    if (this.waiting.length) this.later();
  }

  track(deed: Deed): void {
    this.waiting = [...this.waiting, { event_id: crypto.randomUUID(), ...deed }].slice(-MOST_WAITING);
    this.later();
  }

  /** Who signed in: what this visitor did, and will do, is the person's. */
  identify(identity: string): void {
    this.identity = identity;
  }

  /** What is not told yet is told to nobody. */
  forget(): void {
    this.identity = "";
    this.waiting = [];
  }

  /** Kept by the browser; where it refuses, until the page is left. */
  private get waiting(): Waiting[] {
    const text = kept(this.shop, "deeds");
    return text ? (JSON.parse(text) as Waiting[]) : this.refused;
  }

  private set waiting(deeds: Waiting[]) {
    this.refused = keep(this.shop, "deeds", deeds.length ? JSON.stringify(deeds) : "") ? [] : deeds;
  }

  /** Tell it now: a list that is asked for next should know. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    await this.send();
  }

  private later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), PAUSE_MS);
  }

  /** What cannot be told now is told with the next; an event that was told twice is kept once. */
  private async send(leaving = false): Promise<void> {
    if (!this.waiting.length || (this.sending && !leaving)) return;
    const { waiting: events, identity } = this;
    const told = new Set(events.map((one) => one.event_id));
    this.sending = true;
    try {
      const token = tokenOf(this.shop) ?? (leaving ? "" : await this.begin());
      if (!token) return;
      const body = identity ? { events, identity } : { events };
      const { status } = await this.post("/v1/events", body, { Authorization: `Bearer ${token}` }, leaving);
      if (status === 401) this.notKnown();
      else if (status < 500 && status !== TOO_MANY) this.waiting = this.waiting.filter((one) => !told.has(one.event_id));
    } catch {
      // No connection.
    } finally {
      this.sending = false;
    }
    if (this.waiting.some((one) => !told.has(one.event_id))) this.later();
  }

  /** The identity has run out, or the visitor has. */
  private notKnown(): void {
    if (this.identity) this.identity = "";
    else keep(this.shop, "visitor", "");
  }

  private async begin(): Promise<string> {
    const response = await this.post("/v1/visitors", {});
    if (!response.ok) return "";
    const { token } = (await response.json()) as { token: string };
    keep(this.shop, "visitor", token);
    return token;
  }

  private post(path: string, body: object, headers: Record<string, string> = {}, keepalive = false): Promise<Response> {
    return fetch(this.origin + path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...headers },
      keepalive,
    });
  }
}
