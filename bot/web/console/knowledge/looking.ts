import { RequestFailed } from "../../shared/http";
import type { Api } from "../api";
import type { Lookup } from "./protocol";

/** A question that is looked up; an answer to an older one is thrown away. */
export class Looking {
  question = "";
  after = "";
  found: Lookup | undefined;
  busy = false;
  problem = "";
  /** The session has ended. */
  expired = false;

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  /** Look it up; the same question again keeps what was found on the screen meanwhile. */
  async look(question: string, after = ""): Promise<void> {
    if (question !== this.question || after !== this.after) this.found = undefined;
    Object.assign(this, { question, after, problem: "", busy: Boolean(question) });
    this.changed();
    if (!question) return;
    const current = (): boolean => question === this.question && after === this.after;
    try {
      const found = await this.api.lookUp(question, after);
      if (current()) this.found = found;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      if (current()) this.problem = error.message;
      this.expired = error.status === 401;
    }
    if (current()) this.busy = false;
    this.changed();
  }
}
