/** What the browser keeps of a shop's visitor. A browser may refuse storage; then there is nothing kept. */

export type Name = "session" | "outbox" | "draft" | "visitor" | "deeds";

export function kept(shop: string, name: Name): string | undefined {
  try {
    return localStorage.getItem(key(shop, name)) || undefined;
  } catch {
    return undefined;
  }
}

/** Returns whether the browser took it; "" removes it. */
export function keep(shop: string, name: Name, text: string): boolean {
  try {
    if (text) localStorage.setItem(key(shop, name), text);
    else localStorage.removeItem(key(shop, name));
    return true;
  } catch {
    return false;
  }
}

function key(shop: string, name: Name): string {
  return `shopclerk:${shop}:${name}`;
}

/** The token of the conversation, else of a visitor who has not begun to talk; undefined for a newcomer. */
export function tokenOf(shop: string): string | undefined {
  const session = kept(shop, "session");
  return session ? (JSON.parse(session) as { token: string }).token : kept(shop, "visitor");
}
