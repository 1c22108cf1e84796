import { el } from "./elements";

/** The Markdown of a passage (headings, lists, tables, bold) as DOM nodes; anything else is text. */
export function markdown(source: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  for (const lines of chunks(source)) fragment.append(block(lines));
  return fragment;
}

type Kind = "heading" | "table" | "bullet" | "number" | "text";

function kindOf(line: string): Kind {
  if (/^#{1,6} /.test(line)) return "heading";
  if (/^\|.*\|$/.test(line)) return "table";
  if (/^[-*+•] /.test(line)) return "bullet";
  if (/^\d+[.)] /.test(line)) return "number";
  return "text";
}

/** Neighbouring lines of one kind; a blank line ends a chunk, a plain line goes on with a list's item. */
function chunks(source: string): string[][] {
  const found: string[][] = [];
  let open: string[] | undefined;
  let kind: Kind | undefined;
  for (const raw of source.split("\n")) {
    const line = raw.trim();
    if (!line) {
      open = undefined;
      continue;
    }
    const next = kindOf(line);
    if (open && next === "text" && (kind === "bullet" || kind === "number")) {
      open.push(`${open.pop()} ${line}`);
    } else if (open && next === kind && next !== "heading") {
      open.push(line);
    } else {
      found.push((open = [line]));
      kind = next;
    }
  }
  return found;
}

function block(lines: string[]): HTMLElement {
  const first = lines[0] ?? "";
  switch (kindOf(first)) {
    case "heading":
      return el("h3", {}, ...inline(first.replace(/^#+ /, "")));
    case "table":
      return table(lines);
    case "bullet":
      return list("ul", lines, /^[-*+•] /);
    case "number":
      return list("ol", lines, /^\d+[.)] /);
    default:
      return el("p", {}, ...inline(lines.join(" ")));
  }
}

function list(tag: "ul" | "ol", lines: string[], mark: RegExp): HTMLElement {
  return el(tag, {}, ...lines.map((line) => el("li", {}, ...inline(line.replace(mark, "")))));
}

function table(lines: string[]): HTMLElement {
  const rows = lines.map(cells).filter((row) => !row.every((cell) => /^:?-+:?$/.test(cell)));
  const headed = rows.length > 1 && rows.length < lines.length;
  const head = headed ? [el("thead", {}, row(rows.shift() ?? [], "th", { scope: "col" }))] : [];
  const body = el("tbody", {}, ...rows.map((cells) => row(cells, "td")));
  const scroller = { class: "scroller", tabindex: "0", role: "region", "aria-label": "Table" };
  return el("div", scroller, el("table", {}, ...head, body));
}

function row(cells: string[], tag: "th" | "td", attributes: Record<string, string> = {}): HTMLElement {
  return el("tr", {}, ...cells.map((cell) => el(tag, attributes, ...inline(cell))));
}

function cells(line: string): string[] {
  return line.slice(1, -1).split("|").map((cell) => cell.trim());
}

function inline(text: string): (Node | string)[] {
  const plain = text.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/`([^`]*)`/g, "$1");
  return plain.split(/\*\*(.+?)\*\*|__(.+?)__/).flatMap<Node | string>((part, index) => {
    if (!part) return [];
    return index % 3 ? [el("strong", {}, part)] : [part];
  });
}
