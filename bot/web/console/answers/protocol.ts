/** What the staff API says about approved answers. Times are Unix seconds. */
import type { Learning } from "../knowledge/protocol";

export interface Approved {
  id: string;
  /** The ways to ask it; by the first it is known. */
  questions: string[];
  answer: string;
  /** Documents that say the same. */
  sources: string[];
  /** The last day on which it is given, as "2026-12-31", or "". */
  valid_until: string;
  run_out: boolean;
  /** Whether the bot says so already. */
  learned: boolean;
  /** Another one whenever the answer is. */
  revision: string;
  times: number;
  last: number | null;
}

export interface ApprovedList {
  answers: Approved[];
  days: number;
}

/** What was taken away, to be put back. */
export interface Removed {
  question: string;
  lines: string;
  behind: string;
}

export interface Written {
  answer: Approved;
  learning: Learning;
}
