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
  }

  private read<T>(name: string): T | undefined {
    const text = this.memory.get(name) ?? (this.identified ? null : this.stored(name));
    return text ? (JSON.parse(text) as T) : undefined;
  }

  private write(name: string, value: unknown): void {
    const text = value === undefined ? "" : JSON.stringify(value);
    if (this.identified || !this.keep(name, text)) this.memory.set(name, text);
    else this.memory.delete(name);
  }

  private stored(name: string): string | null {
    try {
      return localStorage.getItem(this.key(name));
    } catch {
      return null;
    }
  }

  /** Whether the browser took it: one that refuses storage keeps the conversation until the page is left. */
  private keep(name: string, text: string): boolean {
    try {
      if (text) localStorage.setItem(this.key(name), text);
      else localStorage.removeItem(this.key(name));
      return true;
    } catch {
      return false;
    }
  }

  private key(name: string): string {
    return `shopclerk:${this.shop}:${name}`;
  }
}
