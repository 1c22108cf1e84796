import { css, html, nothing } from "lit";
import type { SavedReply } from "../protocol";
import { savedAddress } from "../route";

/** What the list needs: those that match, the chosen one's place, and whether it may be gone to their page. */
export interface SavedList {
  replies: readonly SavedReply[];
  active: number;
  /** Whether there are any at all. */
  any: boolean;
  trainer: boolean;
  choose(reply: SavedReply): void;
}

export const LIST_ID = "saved";

export function optionId(place: number): string {
  return `${LIST_ID}-${place}`;
}

/** The saved replies over the reply box. It stands in the box's own tree: the field names the active option. */
export function savedList({ replies, active, any, trainer, choose }: SavedList) {
  const told = replies.length === 1 ? "1 saved reply" : `${replies.length} saved replies`;
  return html`<div class="saved" data-testid="saved-list" @mousedown=${stayInField}>
    <p class="hidden-text" role="status">${replies.length ? told : "No saved reply"}</p>
    ${replies.length
      ? html`<ul role="listbox" id=${LIST_ID} aria-label="Saved replies">
          ${replies.map(
            (reply, place) => html`<li
              role="option"
              id=${optionId(place)}
              aria-selected=${place === active}
              data-testid="saved-option"
              @click=${() => choose(reply)}
            >
              <b>${reply.name}</b> <span>${reply.text}</span>
            </li>`,
          )}
        </ul>`
      : html`<p class="none">${any ? "No saved reply has these words." : nothingSaved(trainer)}</p>`}
    ${replies.length
      ? html`<p class="keys"><kbd>↑</kbd> <kbd>↓</kbd> <kbd>Enter</kbd> to insert, <kbd>Esc</kbd> to close</p>`
      : nothing}
  </div>`;
}

/** The list goes when the field loses the focus. */
function stayInField(event: Event): void {
  event.preventDefault();
}

function nothingSaved(trainer: boolean) {
  return trainer
    ? html`Nothing is saved yet. <a href=${savedAddress()}>Save a first reply</a>`
    : "Nothing is saved yet. Trainers save replies on the page Saved replies.";
}

export const savedListStyles = css`
  .saved {
    position: absolute;
    right: 0;
    bottom: calc(100% + 4px);
    left: 0;
    z-index: 2;
    border: 1px solid var(--line);
    border-radius: 10px;
    background: var(--ground);
    box-shadow: 0 8px 24px rgb(0 0 0 / 0.16);
  }
  .saved ul {
    max-height: min(280px, 40dvh);
    padding: 4px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .saved li {
    display: grid;
    grid-template-columns: minmax(96px, 200px) minmax(0, 1fr);
    gap: 12px;
    padding: 6px 8px;
    border-radius: 6px;
    cursor: pointer;
  }
  .saved b {
    overflow-wrap: anywhere;
  }
  .saved li span {
    overflow: hidden;
    color: var(--soft);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .saved li:hover {
    background: var(--raised);
  }
  .saved [aria-selected="true"] {
    background: var(--tint);
  }
  .saved [aria-selected="true"] span {
    color: var(--ink);
  }
  .none,
  .keys {
    padding: 8px 12px;
    color: var(--soft);
    font-size: 13px;
  }
  .keys {
    border-top: 1px solid var(--line);
  }
  @media (max-width: 720px) {
    .saved li {
      grid-template-columns: minmax(0, 1fr);
      gap: 0;
      padding: 8px;
    }
    .keys {
      display: none;
    }
  }
  @media (hover: none) {
    .keys {
      display: none;
    }
  }
`;
