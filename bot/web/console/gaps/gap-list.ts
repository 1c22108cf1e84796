import { RequestFailed } from "../../shared/http";
import type { Api } from "../api";
import type { Gap, Unmet } from "../knowledge/protocol";

/** Still open, answered by the documents today, or taught that nothing answers it. */
export type Kind = "open" | "answered" | "settled";

export const KINDS: readonly Kind[] = ["open", "answered", "settled"];

/** What was declined in the last `days`, and the wishes for products that could not be met. */
export class GapList {
  gaps: Gap[] = [];
  unmet: Unmet[] = [];
  declined = 0;
  days = 30;
  /** Whether what stands here is of these days. */
  read = false;
  busy = false;
  problem = "";
  /** The session has ended. */
  expired = false;

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  async load(days = this.days): Promise<void> {
    this.read &&= days === this.days;
    this.days = days;
    this.problem = "";
    this.busy = true;
    this.changed();
    try {
      const [{ gaps, declined }, { unmet }] = await Promise.all([this.api.gaps(days), this.api.unmet(days)]);
      if (days === this.days) Object.assign(this, { gaps, declined, unmet, read: true });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem = error.message;
      this.expired = error.status === 401;
    }
    this.busy = false;
    this.changed();
  }

  of(kind: Kind): Gap[] {
    return this.gaps.filter((gap) => kindOf(gap) === kind);
  }
}

function kindOf(gap: Gap): Kind {
  if (gap.settled) return "settled";
  return gap.now ? "answered" : "open";
}
