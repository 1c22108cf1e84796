import { css, html, LitElement, nothing } from "lit";
import { property } from "lit/decorators.js";
import { emit, register } from "../../../shared/elements";
import { base } from "../../../shared/theme";
import { controls } from "../../look";
import { knowledgeLook } from "../look";
import type { Learning, Lesson } from "../protocol";
import { bar } from "../scores";

/** What is being taught, how far it is, and the way back. */
export class LearningBar extends LitElement {
  static define(name = "console-learning"): void {
    register(name, LearningBar);
  }

  @property({ attribute: false }) learning: Learning | undefined;
  /** The last lesson of this screen. */
  @property({ attribute: false }) lesson: Lesson | undefined;
  @property() problem = "";

  static override styles = [
    base,
    controls,
    knowledgeLook,
    css`
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        min-height: 44px;
        padding: 6px 16px;
        border-bottom: 1px solid var(--line);
        background: var(--raised);
      }
      p {
        overflow-wrap: anywhere;
      }
      .bar {
        flex: none;
        width: 120px;
      }
      .link {
        font-weight: 600;
        text-decoration: underline;
        text-underline-offset: 3px;
        white-space: nowrap;
      }
    `,
  ];

  override render() {
    if (this.problem) return html`<div><p class="bad" role="alert">${this.problem}</p>${this.dismiss()}</div>`;
    const { learning } = this;
    if (!learning || learning.state === "idle") return nothing;
    return html`<div data-testid="learning" data-state=${learning.state}>${this.content(learning)}</div>`;
  }

  private content(learning: Learning) {
    const { state, question, what, text } = learning;
    switch (state) {
      case "learning":
        return html`<p role="status">${begun(learning)} ${inWords(learning)}</p>
          ${learning.total > 1 ? bar(learning.done / learning.total) : nothing}`;
      case "failed":
        return html`<p class="bad" role="alert">${text}</p>
          ${what === "lesson" ? (this.lesson ? this.act("Try again", this.lesson) : nothing) : this.learnAgain()}${this.dismiss()}`;
      default:
        return html`<p role="status">${what === "lesson" ? this.learned(question) : approved(learning)}</p>
          ${this.mine && !this.forgotten ? this.act("Take it back", { question, forget: true }) : nothing}${this.dismiss()}`;
    }
  }

  private get mine(): boolean {
    return this.lesson !== undefined && this.learning?.what === "lesson" && this.lesson.question === this.learning?.question;
  }

  private get forgotten(): boolean {
    return this.mine && this.lesson !== undefined && "forget" in this.lesson;
  }

  private learned(question: string): string {
    return this.forgotten
      ? `Taken back: what was taught of “${question}” counts no more.`
      : `Learned: “${question}”, and what is like it, is answered so from now on.`;
  }

  private act(text: string, lesson: Lesson) {
    return html`<button type="button" class="link" @click=${() => emit(this, "console-lesson", { lesson })}>${text}</button>`;
  }

  private learnAgain() {
    return html`<button type="button" class="link" @click=${() => emit(this, "console-learn")}>Try again</button>`;
  }

  private dismiss() {
    return html`<button type="button" class="link" @click=${() => emit(this, "console-dismiss")}>Close</button>`;
  }
}

/** Who did what, that is being learned. */
function begun({ what, question, by }: Learning): string {
  if (what === "lesson") return `${by} taught “${question}”.`;
  if (!question) return `${by} has the approved answers learned.`;
  return what === "removed" ? `${by} took away the answer to “${question}”.` : `${by} wrote the answer to “${question}”.`;
}

function approved({ what, question }: Learning): string {
  if (!question) return "Learned: the bot gives the approved answers as they are written.";
  return what === "removed"
    ? `Learned: “${question}” has no approved answer any more.`
    : `Learned: “${question}”, and what is like it, gets the approved answer from now on.`;
}

/** "Encoding 64 of 128, 3 s". */
function inWords({ step, done, total, seconds }: Learning): string {
  return `${step}${total > 1 ? ` ${done} of ${total}` : ""}, ${Math.round(seconds)} s.`;
}
