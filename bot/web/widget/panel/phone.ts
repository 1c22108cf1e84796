import type { ReactiveController, ReactiveControllerHost } from "lit";

const SMALL = "(max-width: 480px)";

/** On a phone the panel covers the screen above the virtual keyboard, and the page below does not scroll. */
export class PhoneScreen implements ReactiveController {
  private readonly media = matchMedia(SMALL);
  private open = false;

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  get small(): boolean {
    return this.media.matches;
  }

  set covers(open: boolean) {
    this.open = open;
    this.fit();
  }

  hostConnected(): void {
    this.media.addEventListener("change", this.onChange);
    visualViewport?.addEventListener("resize", this.fit);
    visualViewport?.addEventListener("scroll", this.fit);
  }

  hostDisconnected(): void {
    this.media.removeEventListener("change", this.onChange);
    visualViewport?.removeEventListener("resize", this.fit);
    visualViewport?.removeEventListener("scroll", this.fit);
    this.covers = false;
  }

  private readonly onChange = (): void => {
    this.fit();
    this.host.requestUpdate();
  };

  private readonly fit = (): void => {
    const covers = this.open && this.small;
    document.documentElement.style.overflow = covers ? "hidden" : "";
    if (!covers || !visualViewport) return;
    this.host.style.setProperty("--shopclerk-height", `${visualViewport.height}px`);
    this.host.style.setProperty("--shopclerk-top", `${visualViewport.offsetTop}px`);
  };
}
