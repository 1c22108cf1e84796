/** Numbers and dates in words, in the reader's language. */

export function money(amount: string, currency: string, digits?: number, locale = navigator.language): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return `${amount} ${currency}`;
  const rounded = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency, ...rounded }).format(value);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** "24 November 2026" for an ISO date; what is no date stays as it is. */
export function longDate(iso: string, locale = "en-GB"): string {
  return formatDate(iso, locale, { day: "numeric", month: "long", year: "numeric" });
}

/** "24 Nov" for an ISO date. */
export function shortDate(iso: string, locale = "en-GB"): string {
  return formatDate(iso, locale, { day: "numeric", month: "short" });
}

function formatDate(iso: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : new Intl.DateTimeFormat(locale, options).format(date);
}

/** "14:05" today, "Tuesday 14:05" within a week, else "3 Nov, 14:05". `seconds` is Unix time. */
export function moment(seconds: number, now = Date.now(), locale = "en-GB"): string {
  const date = new Date(seconds * 1000);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" }).format(date);
  const days = Math.floor((startOfDay(now) - startOfDay(date.getTime())) / 86_400_000);
  if (days <= 0) return time;
  if (days === 1) return `Yesterday ${time}`;
  const day = days < 7 ? { weekday: "long" as const } : { day: "numeric" as const, month: "short" as const };
  return `${new Intl.DateTimeFormat(locale, day).format(date)}${days < 7 ? " " : ", "}${time}`;
}

function startOfDay(milliseconds: number): number {
  return new Date(milliseconds).setHours(0, 0, 0, 0);
}
