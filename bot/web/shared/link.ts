/** A connection that comes back: one channel at a time, back-off with jitter, a heartbeat. */

export interface Handlers {
  opened(): void;
  received(frame: unknown): void;
  closed(): void;
}

/** One connection. `send` says whether the frame was handed over; it may still be lost. */
export interface Channel {
  send(frame: object): boolean;
  close(): void;
}

/** `failures` counts the attempts since a channel last opened. */
export type OpenChannel = (handlers: Handlers, failures: number) => Channel;

export interface LinkListener {
  frame(frame: unknown): void;
  /** `failures` counts the attempts since it was last up. */
  down(failures: number): void;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 10_000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;

export class Link {
  private channel: Channel | undefined;
  private failures = 0;
  private running = false;
  private retryTimer = 0;
  private pingTimer = 0;
  private silenceTimer = 0;

  constructor(
    private readonly open: OpenChannel,
    private readonly listener: LinkListener,
  ) {}

  start(): void {
    if (this.running) return;
    this.running = true;
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.lost);
    document.addEventListener("visibilitychange", this.hurry);
    this.connect();
  }

  stop(): void {
    this.running = false;
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.lost);
    document.removeEventListener("visibilitychange", this.hurry);
    this.drop();
  }

  send(frame: object): boolean {
    return this.channel?.send(frame) ?? false;
  }

  /** Try again now rather than when the back-off ends; a channel that slept may be dead without saying so. */
  private readonly hurry = (): void => {
    if (!this.running || document.visibilityState !== "visible") return;
    if (this.channel) this.ping();
    else this.connect();
  };

  /** The machine has lost its network; a server on the machine itself is reached again at the first try. */
  private readonly lost = (): void => {
    if (this.channel) this.closed();
  };

  private connect(): void {
    clearTimeout(this.retryTimer);
    const mine = (act: () => void) => () => {
      if (this.channel === channel) act();
    };
    const channel = this.open(
      {
        opened: mine(() => this.opened()),
        received: (frame) => mine(() => this.received(frame))(),
        closed: mine(() => this.closed()),
      },
      this.failures,
    );
    this.channel = channel;
  }

  private opened(): void {
    this.failures = 0;
    this.pingTimer = window.setInterval(() => this.ping(), PING_EVERY_MS);
  }

  private received(frame: unknown): void {
    clearTimeout(this.silenceTimer);
    this.listener.frame(frame);
  }

  private ping(): void {
    if (!this.send({ type: "ping" })) return;
    clearTimeout(this.silenceTimer);
    this.silenceTimer = window.setTimeout(() => this.closed(), PONG_WITHIN_MS);
  }

  private closed(): void {
    this.drop();
    this.failures += 1;
    this.listener.down(this.failures);
    if (this.running) this.retryTimer = window.setTimeout(() => this.connect(), this.delay());
  }

  private drop(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.pingTimer);
    clearTimeout(this.silenceTimer);
    const channel = this.channel;
    this.channel = undefined;
    channel?.close();
  }

  private delay(): number {
    const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.failures - 1));
    return longest * (0.5 + Math.random() / 2);
  }
}

/** A WebSocket as a channel. */
export function openSocket(url: string, protocols: string[], handlers: Handlers): Channel {
  const socket = new WebSocket(url, protocols);
  socket.onopen = () => handlers.opened();
  socket.onmessage = (event) => handlers.received(JSON.parse(String(event.data)));
  socket.onclose = () => handlers.closed();
  return {
    send(frame) {
      if (socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    close: () => socket.close(),
  };
}

/** Server-sent events as a channel that only listens; `post` carries what is sent the other way. */
export function openEventSource(url: string, handlers: Handlers, post: (frame: object) => boolean): Channel {
  const source = new EventSource(url);
  source.onopen = () => handlers.opened();
  source.onmessage = (event) => handlers.received(JSON.parse(String(event.data)));
  source.onerror = () => handlers.closed();
  return { send: post, close: () => source.close() };
}
