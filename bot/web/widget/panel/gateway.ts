import { httpAddress } from "../../shared/address";
import { requestJson } from "../../shared/http";
import { type Channel, type Handlers, openEventSource, openSocket } from "../../shared/link";
import type { ClientFrame, ConversationInfo, Correction, Opened, Passage, Profile, Shop, Wait } from "../../shared/protocol";
import type { Saved } from "./store";

/** After so many attempts by WebSocket that never opened, server-sent events are tried. */
const SOCKET_ATTEMPTS = 2;

/** The public API of one shop's gateway. Every method throws RequestFailed. */
export class Gateway {
  constructor(
    readonly origin: string,
    private readonly shop: string,
  ) {}

  async describe(): Promise<Shop> {
    return requestJson<Shop>(`${this.origin}/v1/shop?shop=${encodeURIComponent(this.shop)}`);
  }

  /**
   * Begin a conversation as the visitor whose token it is, else as a newcomer. With an identity the person's open one
   * is returned, unless `fresh`, and what they did in the shop as that visitor becomes theirs.
   */
  async begin(identity: string | undefined, fresh: boolean, visitor: string | undefined): Promise<Opened> {
    const body: Record<string, unknown> = {
      shop: this.shop,
      locale: document.documentElement.lang || navigator.language,
      page: location.href,
    };
    if (identity) body["identity"] = identity;
    if (fresh) body["fresh"] = true;
    const token = visitor ? { token: visitor } : {};
    return requestJson<Opened>(`${this.origin}/v1/conversations`, { method: "POST", body, ...token });
  }

  async inspect(session: Saved): Promise<ConversationInfo> {
    return requestJson<ConversationInfo>(this.path(session), { token: session.token });
  }

  async wait(session: Saved): Promise<{ wait: Wait | null }> {
    return requestJson(`${this.path(session)}/wait`, { token: session.token });
  }

  async passage(passageId: string, quote: string): Promise<{ passage: Passage; before?: string; after?: string }> {
    const id = passageId.split("/").map(encodeURIComponent).join("/");
    return requestJson(`${this.origin}/v1/passages/${id}?quote=${encodeURIComponent(quote)}`);
  }

  async profile(token: string): Promise<Profile> {
    return requestJson<Profile>(`${this.origin}/v1/profile`, { token });
  }

  /** Delete what the shopper says is not theirs; returns the profile after it. */
  async correct(token: string, body: Correction): Promise<Profile> {
    return requestJson<Profile>(`${this.origin}/v1/profile/corrections`, { method: "POST", token, body });
  }

  /** An address of the gateway, as the page must write it. */
  resolve(url: string): string {
    return httpAddress(url, this.origin);
  }

  stream(session: Saved, since: number, handlers: Handlers, failures: number): Channel {
    const url = `${this.path(session)}/stream?since=${since}`;
    const token = encodeURIComponent(session.token);
    if (failures >= SOCKET_ATTEMPTS && failures % 2 === 0) {
      return openEventSource(`${url}&token=${token}`, handlers, (frame) => this.post(session, frame, handlers));
    }
    return openSocket(url.replace(/^http/, "ws"), ["shopclerk.v1", `bearer.${session.token}`], handlers);
  }

  /** Send a frame by request, and answer as the stream would have done. */
  private post(session: Saved, frame: object, handlers: Handlers): boolean {
    const { type, ...body } = frame as ClientFrame;
    const route = { message: "messages", handoff: "handoff", rate: "feedback" }[type as string];
    if (!route) return true;
    const clientId = (body as { client_id?: string }).client_id;
    requestJson<{ seq?: number }>(`${this.path(session)}/${route}`, { method: "POST", body, token: session.token })
      .then((answer) => {
        if (clientId) handlers.received({ type: "ack", client_id: clientId, seq: answer.seq });
      })
      .catch((error: { status: number; code: string; message: string }) => {
        if (!error.status) return handlers.closed();
        handlers.received({ type: "error", code: error.code, text: error.message, client_id: clientId });
      });
    return true;
  }

  private path(session: Saved): string {
    return `${this.origin}/v1/conversations/${encodeURIComponent(session.conversationId)}`;
  }
}
