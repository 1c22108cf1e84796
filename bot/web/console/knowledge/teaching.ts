import { RequestFailed } from "../../shared/http";
import type { Api } from "../api";
import type { Learning, Lesson } from "./protocol";

const POLL_MS = 700;

/** What is being taught: one lesson at a time, whoever teaches; read anew while the index learns it. */
export class Teaching {
  learning: Learning | undefined;
  /** The last lesson of this screen. */
  lesson: Lesson | undefined;
  problem = "";
  /** Goes up when a lesson is learned: what was looked up before is out of date. */
  learned = 0;
  private timer = 0;

  constructor(
    private readonly api: Api,
    private readonly changed: () => void,
  ) {}

  get busy(): boolean {
    return this.learning?.state === "learning";
  }

  async teach(lesson: Lesson): Promise<void> {
    this.problem = "";
    try {
      const { learning } = await this.api.teach(lesson);
      this.lesson = lesson;
      this.take(learning);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Learn what the approved answers say. */
  async learnAnswers(): Promise<void> {
    this.problem = "";
    try {
      this.begun((await this.api.learnAnswers()).learning);
    } catch (error) {
      this.failed(error);
    }
  }

  /** Something else than a lesson is being learned. */
  begun(learning: Learning): void {
    this.problem = "";
    this.lesson = undefined;
    this.take(learning);
  }

  /** See whether somebody teaches just now. */
  async look(): Promise<void> {
    try {
      this.take(await this.api.learning());
    } catch (error) {
      this.failed(error);
    }
  }

  /** What was said is read. */
  dismiss(): void {
    this.learning = undefined;
    this.problem = "";
    this.changed();
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private take(learning: Learning): void {
    const before = this.learning?.state;
    if (learning.state === "learning") this.again();
    else if (before !== "learning") return;
    if (learning.state === "learned") this.learned += 1;
    this.learning = learning;
    this.changed();
  }

  private again(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), POLL_MS);
  }

  private failed(error: unknown): void {
    if (!(error instanceof RequestFailed)) throw error;
    if (this.busy) this.again();
    else this.problem = error.message;
    this.changed();
  }
}
