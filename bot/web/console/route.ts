/**
 * What the address names: `#/<conversation>`, `#/search?q=…&after=…`, `#/gaps?q=…`,
 * `#/answers?id=…&q=…`, `#/recommendations?since=…&until=…`, `#/saved?reply=…`.
 */
export type Route =
  | { page: "inbox"; id: string }
  | { page: "search"; question: string; after: string }
  | { page: "gaps"; question: string }
  | { page: "answers"; answer: string; question: string }
  | { page: "recommendations"; since: string; until: string }
  | { page: "saved"; reply: string };

export type Page = Route["page"];

export function routeOf(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const words = new URLSearchParams(query);
  const question = words.get("q") ?? "";
  if (path === "search") return { page: "search", question, after: words.get("after") ?? "" };
  if (path === "gaps") return { page: "gaps", question };
  if (path === "answers") return { page: "answers", answer: words.get("id") ?? "", question };
  if (path === "recommendations") {
    return { page: "recommendations", since: words.get("since") ?? "", until: words.get("until") ?? "" };
  }
  if (path === "saved") return { page: "saved", reply: words.get("reply") ?? "" };
  return { page: "inbox", id: path };
}

export function searchAddress(question = "", after = ""): string {
  return `#/search${queryOf({ q: question, after })}`;
}

export function gapsAddress(question = ""): string {
  return `#/gaps${queryOf({ q: question })}`;
}

/** The id of an approved answer, NEW for one that is begun, "" for none; the question for which it is begun. */
export function answersAddress(id = "", question = ""): string {
  return `#/answers${queryOf({ id, q: question })}`;
}

/** Days as "2026-11-01"; "" for the last four weeks. */
export function recommendationsAddress(since = "", until = ""): string {
  return `#/recommendations${queryOf({ since, until })}`;
}

/** The id of a saved reply, "new" for one that is begun, "" for none. */
export function savedAddress(reply = ""): string {
  return `#/saved${queryOf({ reply })}`;
}

function queryOf(words: Record<string, string>): string {
  const given = Object.entries(words).filter(([, word]) => word);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}

/** Whether the conversation is on the screen of somebody who looks. */
export function isSeen(id: string): boolean {
  const route = routeOf(location.hash);
  return document.hasFocus() && route.page === "inbox" && route.id === id;
}
