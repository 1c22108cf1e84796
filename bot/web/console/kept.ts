const KEPT_MS = 7 * 86_400_000;

/** What one agent has begun and not finished, by id. It lies in the browser for a week, so that neither another page
 *  nor a reload nor the end of a session takes it away. */
export class Kept<T extends object> {
  private readonly values: Map<string, T>;

  /** `asLeft` is what a value has become since the page was left. */
  constructor(
    private readonly prefix: string,
    asLeft: (value: T) => T = (value) => value,
  ) {
    this.values = new Map(stored<T>(prefix).map(([id, value]) => [id, asLeft(value)]));
  }

  get(id: string): T | undefined {
    return this.values.get(id);
  }

  entries(): [id: string, value: T][] {
    return [...this.values];
  }

  keep(id: string, value: T): void {
    this.values.set(id, value);
    store(this.prefix + id, JSON.stringify({ ...value, time: Date.now() }));
  }

  forget(id: string): void {
    this.values.delete(id);
    forget(this.prefix + id);
  }

  clear(): void {
    for (const [id] of this.entries()) this.forget(id);
  }
}

function stored<T extends object>(prefix: string): [string, T][] {
  return names(prefix).flatMap((name): [string, T][] => {
    const kept = read<T>(name);
    return kept ? [[name.slice(prefix.length), kept]] : [];
  });
}

function read<T>(name: string): T | undefined {
  const kept = JSON.parse(localStorage.getItem(name) ?? "null") as (T & { time: number }) | null;
  if (kept && Date.now() - kept.time < KEPT_MS) return kept;
  forget(name);
  return undefined;
}

function names(prefix: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
  } catch {
    return [];
  }
}

function store(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
  } catch {
    // Without storage it lasts for this page.
  }
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // As above.
  }
}
