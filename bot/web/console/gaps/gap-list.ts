import { RequestFailed } from "../../shared/http";
import type { Api } from "../api";
import type { Gap } from "../knowledge/protocol";

/** Still open, answered by the documents today, or taught that nothing answers it. */
export type Kind = "open" | "answered" | "settled";

export const KINDS: readonly Kind[] = ["open", "answered", "settled"];

/** What was declined in the last `days`. */
export class GapList {
  gaps: Gap[] = [];
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
      const { gaps, declined } = await this.api.gaps(days);
      if (days === this.days) Object.assign(this, { gaps, declined, read: true });
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
