import { el } from "./elements";

interface Position {
  node: Text;
  offset: number;
}

/**
 * Wrap the words of `quote` below `root` in <mark>, across elements, whatever the white space and Markdown
 * signs between them. Returns the first mark, or undefined where the quote is not there.
 */
export function markQuote(root: ParentNode & Node, quote: string): HTMLElement | undefined {
  const { folded, positions } = fold(root);
  const wanted = foldText(quote);
  const start = wanted ? folded.indexOf(wanted) : -1;
  if (start < 0) return undefined;
  const marks = spans(positions.slice(start, start + wanted.length)).map(wrap);
  return marks[0];
}

/** Letters and digits only: these survive every conversion of a document. */
function foldText(text: string): string {
  return Array.from(text.toLowerCase()).filter(isWord).join("");
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function fold(root: Node): { folded: string; positions: Position[] } {
  const positions: Position[] = [];
  let folded = "";
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    let offset = 0;
    for (const character of node.data) {
      for (const unit of isWord(character) ? character.toLowerCase() : "") {
        folded += unit;
        for (let i = 0; i < unit.length; i += 1) positions.push({ node, offset });
      }
      offset += character.length;
    }
  }
  return { folded, positions };
}

function spans(positions: Position[]): Range[] {
  const ranges: Range[] = [];
  for (const { node, offset } of positions) {
    const last = ranges.at(-1);
    const end = offset + (String.fromCodePoint(node.data.codePointAt(offset) ?? 0).length || 1);
    if (last?.startContainer === node) last.setEnd(node, end);
    else ranges.push(rangeOf(node, offset, end));
  }
  return ranges;
}

function rangeOf(node: Text, start: number, end: number): Range {
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  return range;
}

function wrap(range: Range): HTMLElement {
  const mark = el("mark");
  range.surroundContents(mark);
  return mark;
}
