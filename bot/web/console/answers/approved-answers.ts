import { RequestFailed } from "../../shared/http";
import type { Api } from "../api";
import { Kept } from "../kept";
import type { Learning } from "../knowledge/protocol";
import type { Approved, Removed } from "./protocol";

/** An answer as it stands in the form; questions and sources one a line. */
export interface Wording {
  questions: string;
  answer: string;
  sources: string;
  until: string;
  /** Of the answer that it was made of, "" for a new one. */
  revision: string;
}

/** The name of an answer that is begun, among ids. */
export const NEW = "+new";

const PREFIX = "shopclerk:console:answers:";

/** The key of an answer that is begun, for a question or from nothing. */
export function newKey(question = ""): string {
  return question ? `${NEW} ${question}` : NEW;
}

/** The question for which an answer was begun; undefined for the key of one that is written. */
export function begunFor(key: string): string | undefined {
  return key === NEW ? "" : key.startsWith(`${NEW} `) ? key.slice(NEW.length + 1) : undefined;
}

export function wordingOf({ questions, answer, sources, valid_until, revision }: Approved): Wording {
  return { questions: questions.join("\n"), answer, sources: sources.join("\n"), until: valid_until, revision };
}

export function emptyWording(question = ""): Wording {
  return { questions: question, answer: "", sources: "", until: "", revision: "" };
}

/** Whether two say the same, whatever they were made of. */
export function isSame(one: Wording, other: Wording): boolean {
  return (["questions", "answer", "sources", "until"] as const).every((name) => one[name] === other[name]);
}

export function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter(Boolean);
}

/** The approved answers, and how a trainer has begun to change them, by id or `newKey`. Methods that write throw
 *  RequestFailed. */
export class ApprovedAnswers {
  list: Approved[] = [];
  days = 30;
  read = false;
  /** Why they could not be read. */
  problem = "";
  /** The session has ended. */
  expired = false;
  private readonly begun: Kept<Wording>;

  constructor(
    private readonly api: Api,
    staffId: string,
    private readonly changed: () => void,
    private readonly learning: (learning: Learning) => void,
  ) {
    this.begun = new Kept<Wording>(`${PREFIX}${staffId}:`);
  }

  /** The changes that are not saved. */
  get drafts(): ReadonlyMap<string, Wording> {
    return new Map(this.begun.entries());
  }

  /** What says the same as before is no draft. */
  write(key: string, wording: Wording): void {
    const before = this.list.find(({ id }) => id === key);
    const base = before ? wordingOf(before) : emptyWording(begunFor(key));
    if (isSame(base, wording)) this.begun.forget(key);
    else this.begun.keep(key, wording);
    this.changed();
  }

  /** Forget the drafts: the trainer leaves the machine. */
  clear(): void {
    this.begun.clear();
  }

  async load(): Promise<void> {
    try {
      const { answers, days } = await this.api.answers();
      const list = answers.toSorted((one, other) => other.times - one.times);
      Object.assign(this, { list, days, read: true, problem: "" });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem = error.message;
      this.expired = error.status === 401;
    }
    this.changed();
  }

  /** A new one where the key is no id of one that is there. */
  async save(key: string, wording: Wording): Promise<Approved> {
    const id = this.list.some((one) => one.id === key) ? key : "";
    const { questions, answer, sources, until, revision } = wording;
    const body = { questions: linesOf(questions), answer, sources: linesOf(sources), valid_until: until };
    try {
      const written = await this.api.saveAnswer(id, id ? { ...body, revision } : body);
      this.begun.forget(key);
      this.learning(written.learning);
      return written.answer;
    } finally {
      await this.load();
    }
  }

  async remove({ id, revision }: Approved): Promise<Removed> {
    try {
      const { removed, learning } = await this.api.removeAnswer(id, revision);
      this.begun.forget(id);
      this.learning(learning);
      return removed;
    } finally {
      await this.load();
    }
  }

  async restore(removed: Removed): Promise<void> {
    this.learning((await this.api.restoreAnswer(removed)).learning);
    await this.load();
  }
}

/** Those that have all the words. */
export function having(answers: readonly Approved[], words: string): Approved[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  return answers.filter(({ id, questions, answer }) => {
    const text = [id, ...questions, answer].join(" ").toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}
