import type {} from "../widget/launcher/launcher";

type Track = NonNullable<Window["Shopclerk"]>["track"];

/** Let the chat know what the visitor did here; its script may still be on its way. */
export function tell(...deed: Parameters<Track>): void {
  if (window.Shopclerk) window.Shopclerk.track(...deed);
  else window.addEventListener("load", () => window.Shopclerk?.track(...deed), { once: true });
}
