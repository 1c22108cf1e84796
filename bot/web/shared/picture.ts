import { html, nothing } from "lit";

interface Size {
  width: number;
  height: number;
}

/** A picture, loaded when it comes into view where its size is known; its place stays empty while it cannot be
 *  loaded, instead of the sign of a broken one. */
export function picture(address: string, size?: Size) {
  return html`<img
    src=${address}
    alt=""
    loading=${size ? "lazy" : "eager"}
    width=${size?.width ?? nothing}
    height=${size?.height ?? nothing}
    @load=${shown}
    @error=${shown}
  />`;
}

function shown(event: Event): void {
  const image = event.target as HTMLImageElement;
  image.style.visibility = event.type === "error" ? "hidden" : "";
}
