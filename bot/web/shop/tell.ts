import type {} from "../widget/launcher/launcher";

type Chat = NonNullable<Window["Shopclerk"]>;

/** The chat's script may still be on its way. Rejects where it does not come. */
export async function withChat<T>(use: (chat: Chat) => T): Promise<Awaited<T>> {
  if (!window.Shopclerk && document.readyState !== "complete") {
    await new Promise((done) => window.addEventListener("load", done, { once: true }));
  }
  if (!window.Shopclerk) throw new Error("The chat's script was not loaded.");
  return await use(window.Shopclerk);
}

/** Let the chat know what the visitor did here. */
export function tell(...deed: Parameters<Chat["track"]>): void {
  withChat((chat) => chat.track(...deed)).catch(() => undefined);
}
