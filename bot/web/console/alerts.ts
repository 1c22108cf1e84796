const KEY = "shopclerk:console:alerts";
const TITLE = "Console";

/** Calls for attention when somebody starts to wait: always in the title, by sound and notification if wanted. */
export class Alerts {
  private readonly waiting = new Set<string>();
  private audio: AudioContext | undefined;
  on = stored() === "on";

  /** Turn sound and notifications on or off; needs a press, which browsers ask for. */
  async toggle(): Promise<void> {
    this.on = !this.on;
    try {
      localStorage.setItem(KEY, this.on ? "on" : "off");
    } catch {
      // Without storage the choice lasts for this page.
    }
    if (!this.on) return;
    this.chime();
    if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  }

  count(waiting: number): void {
    document.title = waiting ? `(${waiting}) ${TITLE}` : TITLE;
  }

  /** Who waits already is not news. */
  know(ids: string[]): void {
    ids.forEach((id) => this.waiting.add(id));
  }

  changed(id: string, waits: boolean, name: string, open: () => void): void {
    if (!waits) {
      this.waiting.delete(id);
      return;
    }
    if (this.waiting.has(id)) return;
    this.waiting.add(id);
    if (this.on) this.call(name, open);
  }

  private call(name: string, open: () => void): void {
    this.chime();
    if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
    const notification = new Notification("Somebody is waiting", { body: name, tag: "shopclerk-waiting" });
    notification.onclick = () => {
      window.focus();
      open();
      notification.close();
    };
  }

  /** Two soft tones. */
  private chime(): void {
    this.audio ??= new AudioContext();
    const { audio } = this;
    [660, 880].forEach((frequency, index) => {
      const start = audio.currentTime + index * 0.14;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.32);
    });
  }
}

function stored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
