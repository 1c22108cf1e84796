import type { Wait } from "../../shared/protocol";

/** So often it is asked how long it may take. */
const ASK_EVERY_MS = 20_000;

/** Knows how long a person may be waited for, as long as one is. */
export class WaitWatch {
  wait: Wait | undefined;
  private timer = 0;
  private watching = false;

  constructor(
    private readonly ask: () => Promise<Wait | null>,
    private readonly changed: () => void,
  ) {}

  /** Begin or end; either again changes nothing. */
  watch(waiting: boolean): void {
    if (waiting === this.watching) return;
    this.watching = waiting;
    this.wait = undefined;
    clearTimeout(this.timer);
    if (waiting) void this.look();
  }

  /** An answer that fails to come is asked for again: what was known last stays. */
  private async look(): Promise<void> {
    const found = await this.ask().catch(() => undefined);
    if (!this.watching) return;
    if (found !== undefined) this.wait = found ?? undefined;
    this.changed();
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), ASK_EVERY_MS);
  }
}
