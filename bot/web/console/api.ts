import { requestJson } from "../shared/http";
import type { ApprovedList, Removed, Written as WrittenAnswer } from "./answers/protocol";
import type { Gaps, Learning, Lesson, Lookup, UnmetWishes } from "./knowledge/protocol";
import type { Colleague, Inbox, SavedReply, Session, Shown, Written } from "./protocol";
import type { Tab } from "./queue-list";
import type { RecommendationReport } from "./recommendations/protocol";

const ROOT = "/console/api";

/** What an agent may do with a conversation; each answers with what was stored. */
export type Act = "take" | "pass" | "reply" | "discard" | "restore" | "note" | "return" | "close";

/** The staff API. Every method throws RequestFailed. */
export class Api {
  private csrf = "";

  async session(): Promise<Session> {
    return this.keep(await requestJson<Session>(`${ROOT}/session`));
  }

  async signIn(email: string, password: string): Promise<Session> {
    const body = { email, password };
    return this.keep(await requestJson<Session>(`${ROOT}/session`, { method: "POST", body }));
  }

  async signOut(): Promise<void> {
    await this.send("DELETE", "/session");
  }

  async inbox(state: Tab | "all", search: string, cursor = ""): Promise<Inbox> {
    const query = new URLSearchParams({ state, limit: "50" });
    if (search) query.set("q", search);
    if (cursor) query.set("cursor", cursor);
    return requestJson<Inbox>(`${ROOT}/inbox?${query}`);
  }

  /** The last events, or those just before `before`, or those after `since`. */
  async show(id: string, part: { before?: number; since?: number; limit?: number } = {}): Promise<Shown> {
    const query = new URLSearchParams(Object.entries(part).map(([name, value]) => [name, String(value)]));
    return requestJson<Shown>(`${this.path(id)}?${query}`);
  }

  async act(id: string, act: Act, body: Record<string, unknown> = {}): Promise<Written> {
    return this.send<Written>("POST", `${this.path(id).slice(ROOT.length)}/${act}`, body);
  }

  async colleagues(): Promise<Colleague[]> {
    return (await requestJson<{ colleagues: Colleague[] }>(`${ROOT}/colleagues`)).colleagues;
  }

  async savedReplies(): Promise<SavedReply[]> {
    return (await requestJson<{ saved_replies: SavedReply[] }>(`${ROOT}/saved-replies`)).saved_replies;
  }

  /** A new one where `id` is "". */
  async saveReply(id: string, wording: { name: string; text: string }): Promise<SavedReply> {
    const path = id ? `/saved-replies/${encodeURIComponent(id)}` : "/saved-replies";
    return (await this.send<{ saved_reply: SavedReply }>(id ? "PUT" : "POST", path, wording)).saved_reply;
  }

  async deleteReply(id: string): Promise<void> {
    await this.send("DELETE", `/saved-replies/${encodeURIComponent(id)}`);
  }

  /** Where all that is kept of the shopper can be fetched. */
  exportAddress(id: string): string {
    return `${this.path(id)}/shopper`;
  }

  /** Erase all that is kept of the shopper. */
  async erase(id: string): Promise<void> {
    await this.send("DELETE", `${this.path(id).slice(ROOT.length)}/shopper`);
  }

  async typing(id: string): Promise<void> {
    await this.send("POST", `${this.path(id).slice(ROOT.length)}/typing`, {});
  }

  /** The answer that a shopper would get, and why; `after`: what was asked before. */
  async lookUp(question: string, after = ""): Promise<Lookup> {
    const query = new URLSearchParams(after ? { q: question, after } : { q: question });
    return requestJson<Lookup>(`${ROOT}/search?${query}`);
  }

  async unmet(days: number): Promise<UnmetWishes> {
    return requestJson<UnmetWishes>(`${ROOT}/unmet?days=${days}`);
  }

  async gaps(days: number): Promise<Gaps> {
    return requestJson<Gaps>(`${ROOT}/gaps?days=${days}`);
  }

  /** Days as "2026-11-01"; "" for the last four weeks. */
  async recommendations(since = "", until = ""): Promise<RecommendationReport> {
    const given = Object.entries({ since, until }).filter(([, day]) => day);
    return requestJson<RecommendationReport>(`${ROOT}/recommendations?${new URLSearchParams(given)}`);
  }

  async teach(lesson: Lesson): Promise<{ learning: Learning }> {
    return this.send("POST", "/teach", lesson);
  }

  async learning(): Promise<Learning> {
    return requestJson<Learning>(`${ROOT}/teach`);
  }

  async answers(): Promise<ApprovedList> {
    return requestJson<ApprovedList>(`${ROOT}/answers`);
  }

  /** A new one where `id` is "". */
  async saveAnswer(id: string, body: Record<string, unknown>): Promise<WrittenAnswer> {
    return this.send(id ? "PUT" : "POST", id ? `/answers/${encodeURIComponent(id)}` : "/answers", body);
  }

  async removeAnswer(id: string, revision: string): Promise<{ removed: Removed; learning: Learning }> {
    return this.send("DELETE", `/answers/${encodeURIComponent(id)}?${new URLSearchParams({ revision })}`);
  }

  async restoreAnswer(removed: Removed): Promise<WrittenAnswer> {
    return this.send("POST", "/answers/restore", removed);
  }

  /** Learn what answers.yml says. */
  async learnAnswers(): Promise<{ learning: Learning }> {
    return this.send("POST", "/answers/learn", {});
  }

  private keep(session: Session): Session {
    this.csrf = session.csrf;
    return session;
  }

  private path(id: string): string {
    return `${ROOT}/conversations/${encodeURIComponent(id)}`;
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { "X-Shopclerk-CSRF": this.csrf };
    return requestJson<T>(`${ROOT}${path}`, body === undefined ? { method, headers } : { method, headers, body });
  }
}

/** Where the console's live connection is. */
export function liveAddress(): string {
  return `${location.origin.replace(/^http/, "ws")}${ROOT}/live`;
}
