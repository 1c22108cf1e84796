/** Light, dark, or what the reader's system says (""); the widget follows the page's `data-theme`. */
export type Theme = "" | "light" | "dark";

const KEY = "shopclerk:theme";

export function restoreTheme(): void {
  try {
    apply((localStorage.getItem(KEY) ?? "") as Theme);
  } catch {
    // No storage, no memory of the choice.
  }
}

export function isDark(): boolean {
  const chosen = document.documentElement.dataset["theme"];
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function toggleTheme(): void {
  const theme = isDark() ? "light" : "dark";
  apply(theme);
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // As above.
  }
}

function apply(theme: Theme): void {
  if (theme) document.documentElement.dataset["theme"] = theme;
}
