/** Where the shopper is: the start page (with a category) or a product; by path, or by hash on a plain host. */
export type Route = { page: "home"; category: string } | { page: "product"; productId: string };

export function currentRoute(place: Location = location): Route {
  const path = place.hash.startsWith("#/") ? place.hash.slice(1) : place.pathname;
  const product = /^\/product\/([\w-]+)/.exec(path);
  if (product?.[1]) return { page: "product", productId: product[1] };
  return { page: "home", category: new URLSearchParams(place.search).get("category") ?? "" };
}

/** Follow links of the shop without leaving the page, also those inside the chat. Returns the undoing. */
export function followLinks(changed: () => void): () => void {
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    if (!link || link.target || !isPage(link)) return;
    event.preventDefault();
    if (link.href !== location.href) history.pushState(null, "", link.href);
    changed();
  };
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", changed);
  return () => {
    document.removeEventListener("click", onClick);
    window.removeEventListener("popstate", changed);
  };
}

function isPage(link: HTMLAnchorElement): boolean {
  if (link.origin !== location.origin) return false;
  return link.pathname === "/" || link.pathname.startsWith("/product/");
}
