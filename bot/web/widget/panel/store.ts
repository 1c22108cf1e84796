import { keep, kept, type Name } from "../kept";
import type { Outgoing } from "./timeline";

/** What survives a reload: the visitor's conversation, how far it was read, and what is not sent yet. */
export interface Saved {
  conversationId: string;
  token: string;
  seen: number;
  waiting: boolean;
}

/** Kept in the browser for an anonymous visitor, in memory only for an identified one. */
export class Store {
  private readonly memory = new Map<string, string>();

  constructor(
    private readonly shop: string,
    private readonly identified: boolean,
  ) {}

  get session(): Saved | undefined {
    return this.read<Saved>("session");
  }

  set session(value: Saved | undefined) {
    this.write("session", value);
  }

  /** Who the visitor is, also before and after a conversation; tokens of identified persons are not kept. */
  get visitor(): string | undefined {
    return kept(this.shop, "visitor");
  }

  set visitor(token: string | undefined) {
    if (!this.identified) keep(this.shop, "visitor", token ?? "");
  }

  get outbox(): Outgoing[] {
    return this.read<Outgoing[]>("outbox") ?? [];
  }

  set outbox(value: Outgoing[]) {
    this.write("outbox", value.length ? value : undefined);
  }

  get draft(): string {
    return this.read<string>("draft") ?? "";
  }

  set draft(value: string) {
    this.write("draft", value || undefined);
  }

  clear(): void {
    this.session = undefined;
    this.outbox = [];
    this.draft = "";
    this.visitor = undefined;
  }

  private read<T>(name: Name): T | undefined {
    const text = this.memory.get(name) ?? (this.identified ? undefined : kept(this.shop, name));
    return text ? (JSON.parse(text) as T) : undefined;
  }

  /** A browser that refuses storage keeps the conversation until the page is left. */
  private write(name: Name, value: unknown): void {
    const text = value === undefined ? "" : JSON.stringify(value);
    if (this.identified || !keep(this.shop, name, text)) this.memory.set(name, text);
    else this.memory.delete(name);
  }
}
