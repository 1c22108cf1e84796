/** What the staff API says about questions, gaps and teaching. Times are Unix seconds. */
import type { Passage } from "../../shared/protocol";

export interface Hit {
  passage: Passage;
  lexical: number;
  dense: number;
  fused: number;
  late: number | null;
  reranked: number | null;
  /** The sentence that the re-rankers read; "" where they read the whole passage. */
  read: string;
}

export interface Answer {
  answered: boolean;
  answerable: number;
  sentences: { text: string; quote: string; hits: Hit[] }[];
  curated: string;
  /** The id of the approved answer that was given. */
  curated_id: string;
}

export interface AskedBefore {
  question: string;
  cosine: number;
  answers: string[];
}

export interface Taught {
  document: string;
  sentences: string[];
}

export interface Lookup {
  question: string;
  /** The question as it was searched: mistakes repaired, with the one before it where it leans on that. */
  read_as: string;
  answer: Answer;
  hits: Hit[];
  asked_before: AskedBefore[];
  /** By passage id of a hit: its sentences, items and rows. */
  sentences: Record<string, string[]>;
  threshold: number;
  /** Cosine from which a labelled question decides. */
  as_asked: number;
  taught: Taught | null;
}

export interface Gap {
  question: string;
  times: number;
  last: number;
  conversation_id: string;
  answerable: number;
  tried: { document: string; score: number }[];
  now: string;
  settled: boolean;
}

export interface Gaps {
  gaps: Gap[];
  declined: number;
  days: number;
}

/** A wish for products that the shop could not meet; `known`: it has such things, and none fits. */
export interface Unmet {
  wish: string;
  known: boolean;
  times: number;
  last: number;
  conversation_id: string;
}

export interface UnmetWishes {
  unmet: Unmet[];
  wishes: number;
  days: number;
}

export type Lesson = { question: string } & (
  | { document: string; sentence: string }
  | { nothing: true }
  | { forget: true }
);

export interface Learning {
  state: "idle" | "learning" | "learned" | "failed";
  what: "lesson" | "answer" | "removed";
  question: string;
  by: string;
  step: string;
  done: number;
  total: number;
  seconds: number;
  text: string;
}

export interface PassageShown {
  passage: Passage;
  before: string;
  after: string;
}
