/** Codes of the API in words for agents. */
import type { InboxItem } from "./protocol";

const REASONS: Record<string, string> = {
  asked: "Asked for a person",
  rule: "A rule of the shop",
  low_confidence: "The bot was not sure twice",
  mood: "The mood turned",
  policy: "Such conversations needed a person",
  failure: "A part failed",
  away: "The agent was away",
};

const PARTS: Record<string, string> = {
  understand: "Understanding the message",
  decide: "Deciding what to do",
  action: "An action",
  respond: "Wording the answer",
  timeout: "It took too long",
};

export function reasonInWords(reason: string): string {
  return REASONS[reason] ?? plain(reason);
}

export function partInWords(part: string): string {
  return PARTS[part] ?? plain(part);
}

/** "Ada Winter", else the e-mail address, else "Visitor 3f2a". */
export function nameOf(item: InboxItem): string {
  return item.shopper.name || item.shopper.email || `Visitor ${item.id.replace(/^[a-z]+_/, "").slice(0, 4)}`;
}

/** "track_order" as "Track order". */
export function plain(code: string): string {
  const words = code.replaceAll("_", " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "now", "4 min", "2 h", "3 d" since a Unix time in seconds. */
export function since(seconds: number, now = Date.now() / 1000): string {
  const minutes = Math.floor((now - seconds) / 60);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

/** A value that the bot's own files name, as "not_delivered". */
const CODE = /^[a-z]+(_[a-z]+)+$/;

/** A slot's value on one line. */
export function valueInWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueInWords).join(", ");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value && typeof value === "object") {
    return Object.entries(value).map(([name, part]) => `${plain(name)}: ${valueInWords(part)}`).join("; ");
  }
  const text = String(value ?? "");
  return CODE.test(text) ? text.replaceAll("_", " ") : text;
}
