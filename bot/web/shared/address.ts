/** An address that may become a link: http or https, made absolute; anything else leads nowhere. */
export function httpAddress(url: string, base: string = location.href): string {
  try {
    const address = new URL(url, base);
    return /^https?:$/.test(address.protocol) ? address.href : "#";
  } catch {
    return "#";
  }
}
