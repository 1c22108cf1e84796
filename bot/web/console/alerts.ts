import type { InboxItem } from "./protocol";
import { nameOf } from "./words";

const KEY = "shopclerk:console:alerts";
const TITLE = "Console";

/** What is known of a conversation that waits for a person or is the agent's: `wrote` is when the shopper last did. */
interface Known {
  /** In the queue, and for somebody to come into the chat. */
  waits: boolean;
  expects: boolean;
  mine: boolean;
  wrote: number;
}

/** Calls for attention when somebody starts to wait, or writes to the agent who does not look: always in the title,
 *  by sound and notification if wanted. */
export class Alerts {
  private readonly known = new Map<string, Known>();
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

  /** How many wait for a person, or for the agent. */
  count(waiting: number): void {
    document.title = waiting ? `(${waiting}) ${TITLE}` : TITLE;
  }

  /** What was so already is not news. */
  know(item: InboxItem, mine = false): Known {
    const wrote = item.last?.role === "shopper" ? item.last.time : (this.known.get(item.id)?.wrote ?? 0);
    const waits = item.owner === "waiting";
    const now = { waits, expects: waits && !item.note_only, mine, wrote };
    if (now.waits || mine) this.known.set(item.id, now);
    else this.known.delete(item.id);
    return now;
  }

  /** `mine`: the agent answers it; `seen`: it is on the screen. */
  changed(item: InboxItem, { mine, seen }: { mine: boolean; seen: boolean }): void {
    const before = this.known.get(item.id);
    const now = this.know(item, mine);
    if (now.expects && !before?.expects) this.call("Somebody is waiting", item);
    else if (now.waits && !before?.waits) this.call("Something was left for the team", item);
    else if (!mine || seen) return;
    else if (!before?.mine) this.call("A conversation is yours now", item);
    else if (now.wrote > before.wrote) this.call("A shopper has written to you", item);
  }

  private call(what: string, item: InboxItem): void {
    if (!this.on) return;
    this.chime();
    if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
    const notification = new Notification(what, { body: nameOf(item), tag: `shopclerk-${item.id}` });
    notification.onclick = () => {
      window.focus();
      location.hash = `/${item.id}`;
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
