import type { Lesson } from "./knowledge/protocol";
import type { Tab } from "./queue-list";

declare global {
  interface HTMLElementEventMap {
    "console-open": CustomEvent<{ id: string }>;
    "console-tab": CustomEvent<{ tab: Tab }>;
    "console-search": CustomEvent<{ words: string }>;
    "console-more": CustomEvent<undefined>;
    "console-earlier": CustomEvent<undefined>;
    "console-act": CustomEvent<{ act: "take" | "seize" | "pass" | "return" | "close" | "back" | "customer" | "note" }>;
    "console-pass": CustomEvent<{ to: string }>;
    "console-erase": CustomEvent<undefined>;
    /** `suggestion`: the id of that of which the text was made, or "". */
    "console-say": CustomEvent<{ text: string; note: boolean; suggestion: string }>;
    "console-discard-suggestion": CustomEvent<{ id: string }>;
    "console-restore-suggestion": CustomEvent<{ id: string }>;
    /** The list of saved replies is opened. */
    "console-saved": CustomEvent<undefined>;
    "console-again": CustomEvent<{ clientId: string }>;
    "console-discard": CustomEvent<{ clientId: string }>;
    "console-typing": CustomEvent<undefined>;
    "console-help": CustomEvent<undefined>;
    "console-alerts": CustomEvent<undefined>;
    "console-sign-out": CustomEvent<undefined>;
    "console-quiet": CustomEvent<undefined>;
    "console-lesson": CustomEvent<{ lesson: Lesson }>;
    /** The approved answers are to be learned. */
    "console-learn": CustomEvent<undefined>;
    /** What became of a lesson is read. */
    "console-dismiss": CustomEvent<undefined>;
    /** From the first hit upwards: back to the question. */
    "console-to-field": CustomEvent<undefined>;
  }
}
