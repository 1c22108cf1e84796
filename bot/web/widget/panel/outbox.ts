import type { Store } from "./store";
import type { Outgoing } from "./timeline";

/** Messages that the server has not confirmed by an event; what it has not stored survives a reload. */
export class Outbox {
  private list: Outgoing[];

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {
    this.list = store.outbox;
  }

  get messages(): readonly Outgoing[] {
    return this.list;
  }

  add(text: string, payload: string): Outgoing {
    const message: Outgoing = { clientId: crypto.randomUUID(), text };
    if (payload && payload !== text) message.payload = payload;
    this.set([...this.list, message]);
    return message;
  }

  /** The server has stored it; it stays here until it comes back as an event. */
  acknowledge(clientId: string): void {
    this.set(this.list.map((item) => (item.clientId === clientId ? { ...item, acked: true } : item)));
  }

  /** The server does not want it; without an id none of them. */
  refuse(error: string, clientId?: string): void {
    this.set(this.list.map((item) => (!clientId || item.clientId === clientId ? { ...item, error } : item)));
  }

  take(clientId: string): Outgoing | undefined {
    const message = this.list.find((item) => item.clientId === clientId);
    if (message) this.set(this.list.filter((item) => item !== message));
    return message;
  }

  clear(): void {
    this.set([]);
  }

  private set(list: Outgoing[]): void {
    this.list = list;
    this.store.outbox = list.filter((item) => !item.acked && !item.error);
    this.changed();
  }
}
