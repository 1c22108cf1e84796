import { html, LitElement, nothing, type PropertyValues } from "lit";
import { query, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { base, theme } from "../../shared/theme";
import { restoreTheme } from "../../shared/theme-choice";
import type { AnswersPage } from "../answers/answers-page";
import type { Wording as AnswerWording } from "../answers/approved-answers";
import type { Approved } from "../answers/protocol";
import { CustomerPane } from "../customer/customer-pane";
import { Desk } from "../desk";
import "../events";
import { HelpOverlay } from "../help/help-overlay";
import { PassDialog } from "../pass/pass-dialog";
import { keyActions, pageKeys } from "../keys";
import type { SavedReply } from "../protocol";
import type { Wording } from "../saved/saved-replies";
import { consoleLook } from "../look";
import type { GapsPage } from "../gaps/gaps-page";
import { LearningBar } from "../knowledge/learning/learning-bar";
import { QueuePane } from "../queue/queue-pane";
import type { RecommendationsPage } from "../recommendations/recommendations-page";
import type { SearchPage } from "../search/search-page";
import { ReplyBox } from "../reply/reply-box";
import { SuggestionBox } from "../reply/suggestion-box";
import { answersAddress, gapsAddress, recommendationsAddress, type Route, routeOf, savedAddress, searchAddress } from "../route";
import type { SavedPage } from "../saved/saved-page";
import { SignIn } from "../sign-in/sign-in";
import { ThreadView } from "../thread/thread-view";
import { ThreadPane } from "../thread/thread-pane";
import { ConsoleToast } from "../toast/console-toast";
import { TopBar } from "../top/top-bar";
import { appStyles } from "./console-app.styles";

const PARTS = [
  ConsoleToast, CustomerPane, HelpOverlay, LearningBar, PassDialog, QueuePane, ReplyBox, SignIn, SuggestionBox, ThreadPane,
  ThreadView, TopBar,
];

/** The console: three panes side by side, or one at a time on a phone. */
export class ConsoleApp extends LitElement {
  static define(name = "console-app"): void {
    for (const part of PARTS) part.define();
    register(name, ConsoleApp);
  }

  @state() private help = false;
  @state() private passing = false;
  /** The customer pane lies over the thread where there is no room beside it. */
  @state() private customer = false;
  @state() private details = false;
  @state() private route: Route = { page: "inbox", id: "" };
  @query("console-queue") private readonly queue!: QueuePane | null;
  @query("console-thread-pane") private readonly thread!: ThreadPane | null;
  @query("console-search, console-gaps, console-answers, console-recommendations, console-saved")
  private readonly other!: SearchPage | GapsPage | AnswersPage | RecommendationsPage | SavedPage | null;
  private readonly desk = new Desk();

  static override styles = [theme, base, consoleLook, appStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    restoreTheme();
    this.desk.addEventListener("change", this.onChange);
    document.addEventListener("keydown", this.onKey);
    window.addEventListener("hashchange", this.onHash);
    void this.desk.start().then(this.onHash);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.desk.removeEventListener("change", this.onChange);
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("hashchange", this.onHash);
    this.desk.stop();
  }

  override render() {
    const { desk } = this;
    if (desk.staff === undefined) return nothing;
    if (desk.staff === null) {
      return html`<console-sign-in
        .notice=${desk.notice}
        .signIn=${(email: string, password: string) => desk.signIn(email, password).then(this.onHash)}
      ></console-sign-in>`;
    }
    const inbox = !desk.open ? "queue" : this.customer ? "customer" : "thread";
    const view = this.route.page === "inbox" ? inbox : "page";
    return html`<div
      class="desk"
      data-view=${view}
      @console-open=${(e: HTMLElementEventMap["console-open"]) => this.goTo(e.detail.id)}
      @console-tab=${(e: HTMLElementEventMap["console-tab"]) => desk.show(e.detail.tab)}
      @console-search=${(e: HTMLElementEventMap["console-search"]) => desk.find(e.detail.words)}
      @console-more=${() => desk.more()}
      @console-earlier=${() => desk.earlier()}
      @console-act=${(e: HTMLElementEventMap["console-act"]) => this.act(e.detail.act)}
      @console-pass=${(e: HTMLElementEventMap["console-pass"]) => void desk.passOn(e.detail.to)}
      @console-erase=${() => void desk.erase()}
      @console-say=${(e: HTMLElementEventMap["console-say"]) =>
        void desk.open?.send(e.detail.note ? "note" : "reply", e.detail.text, e.detail.suggestion)}
      @console-discard-suggestion=${(e: HTMLElementEventMap["console-discard-suggestion"]) =>
        void desk.discardSuggestion(e.detail.id)}
      @console-restore-suggestion=${(e: HTMLElementEventMap["console-restore-suggestion"]) =>
        void desk.restoreSuggestion(e.detail.id)}
      @console-saved=${() => desk.readSaved()}
      @console-again=${(e: HTMLElementEventMap["console-again"]) => this.sendAgain(e.detail.clientId)}
      @console-discard=${(e: HTMLElementEventMap["console-discard"]) => desk.open?.discard(e.detail.clientId)}
      @console-typing=${() => desk.open?.typing()}
      @console-help=${() => (this.help = true)}
      @console-alerts=${() => void desk.alerts.toggle().then(this.onChange)}
      @console-sign-out=${() => void desk.signOut()}
      @console-quiet=${() => desk.quiet()}
      @console-lesson=${(e: HTMLElementEventMap["console-lesson"]) => void desk.teaching?.teach(e.detail.lesson)}
      @console-learn=${() => void desk.teaching?.learnAnswers()}
      @console-dismiss=${() => desk.teaching?.dismiss()}
    >
      <console-top
        .name=${desk.staff.name}
        .online=${desk.online}
        .alerts=${desk.alerts.on}
        .page=${this.route.page}
        .openId=${desk.open?.id ?? ""}
        .trainer=${this.trainer}
      ></console-top>
      <main>${this.panes()} ${this.page()}</main>
      ${desk.toast ? html`<console-toast .toast=${desk.toast}></console-toast>` : nothing}
      ${this.passing
        ? html`<console-pass .colleagues=${desk.colleagues} @close=${() => (this.passing = false)}></console-pass>`
        : nothing}
      ${this.help ? html`<console-help @close=${() => (this.help = false)}></console-help>` : nothing}
    </div>`;
  }

  private panes() {
    const { queue, open, staff, unfinished, saved } = this.desk;
    return html`<console-queue
        .items=${queue?.items ?? []}
        .tab=${queue?.tab ?? "waiting"}
        .counts=${queue?.counts}
        .search=${queue?.search ?? ""}
        .loading=${queue?.loading ?? false}
        .more=${Boolean(queue?.next)}
        .problem=${queue?.problem ?? ""}
        .openId=${open?.id ?? ""}
        .myId=${staff?.id ?? ""}
        .unanswered=${new Set(queue?.unanswered)}
        .marks=${unfinished?.marks() ?? new Map()}
      ></console-queue>
      <console-thread-pane
        .open=${open}
        .conversation=${open?.conversation}
        .events=${open?.events ?? []}
        .sending=${open?.sending ?? []}
        .viewers=${open?.viewers ?? []}
        .progress=${open?.progress ?? ""}
        .problem=${open?.problem ?? ""}
        .staff=${staff}
        .unfinished=${unfinished}
        .saved=${saved?.list ?? []}
        .details=${this.details}
      ></console-thread-pane>
      <console-customer
        .conversation=${open?.conversation}
        .exportAddress=${open && staff?.role === "admin" ? this.desk.api.exportAddress(open.id) : ""}
      ></console-customer>`;
  }

  private get trainer(): boolean {
    const role = this.desk.staff?.role;
    return role === "trainer" || role === "admin";
  }

  /** Pages beside the inbox are loaded when they are first gone to. */
  private page() {
    const { route, desk } = this;
    const { api, teaching } = desk;
    if (route.page === "inbox" || !teaching) return nothing;
    if (route.page === "recommendations") {
      return html`<div class="page">
        <console-recommendations .api=${api} .since=${route.since} .until=${route.until}></console-recommendations>
      </div>`;
    }
    if (route.page === "saved") {
      return html`<div class="page">
        <console-saved
          .replies=${desk.saved?.list ?? []}
          .read=${desk.saved?.read ?? false}
          .drafts=${desk.saved?.drafts ?? new Map()}
          .write=${(id: string, wording: Wording) => desk.saved?.write(id, wording)}
          .replyId=${route.reply}
          .save=${(id: string, wording: Wording) => desk.saveReply(id, wording)}
          .delete=${(reply: SavedReply) => desk.deleteReply(reply)}
        ></console-saved>
      </div>`;
    }
    const bar = html`<console-learning .learning=${teaching.learning} .lesson=${teaching.lesson} .problem=${teaching.problem}></console-learning>`;
    if (route.page === "answers") {
      return html`<div class="page">${bar}${this.answers(route)}</div>`;
    }
    if (route.page === "search") {
      return html`<div class="page">
        ${bar}<console-search .api=${api} .question=${route.question} .earlier=${route.after} .teaching=${this.trainer}
          .busy=${teaching.busy} .learned=${teaching.learned}></console-search>
      </div>`;
    }
    return html`<div class="page">
      ${bar}<console-gaps .api=${api} .question=${route.question} .busy=${teaching.busy} .learned=${teaching.learned}></console-gaps>
    </div>`;
  }

  private answers({ answer, question }: Extract<Route, { page: "answers" }>) {
    const { desk } = this;
    const { answers, teaching } = desk;
    return html`<console-answers
      .answers=${answers?.list ?? []}
      .read=${answers?.read ?? false}
      .problem=${answers?.problem ?? ""}
      .days=${answers?.days ?? 30}
      .drafts=${answers?.drafts ?? new Map()}
      .answerId=${answer}
      .question=${question}
      .busy=${teaching?.busy ?? false}
      .learned=${teaching?.learned ?? 0}
      .write=${(key: string, wording: AnswerWording) => answers?.write(key, wording)}
      .save=${(key: string, wording: AnswerWording) => desk.saveAnswer(key, wording)}
      .takeAway=${(one: Approved) => desk.removeAnswer(one)}
      .reload=${() => desk.readAnswers()}
    ></console-answers>`;
  }

  protected override updated(_changes: PropertyValues): void {
    this.toggleAttribute("signed-in", Boolean(this.desk.staff));
  }

  private act(act: HTMLElementEventMap["console-act"]["detail"]["act"]): void {
    const { desk } = this;
    const acts = {
      take: () => {
        const { open } = desk;
        void desk.take().then(() => open === desk.open && this.thread?.focusReply(false));
      },
      seize: () => void desk.take(true),
      pass: () => this.passOn(),
      return: () => void desk.giveBack(),
      close: () => void desk.close(),
      note: () => this.thread?.focusReply(true),
      customer: () => (this.customer = !this.customer),
      back: () => this.goBack(),
    };
    acts[act]();
  }

  /** Only who owns a conversation passes it on. */
  private passOn(): void {
    const { open, staff } = this.desk;
    if (open?.conversation?.owner !== "agent" || open.conversation.agent?.id !== staff?.id) return;
    this.passing = true;
    void this.desk.readColleagues();
  }

  private sendAgain(clientId: string): void {
    const { open } = this.desk;
    const sending = open?.sending.find((item) => item.clientId === clientId);
    if (sending) void open?.send(sending.act, sending.text, sending.from, clientId);
  }

  private goTo(id: string): void {
    location.hash = `/${id}`;
  }

  private goBack(): void {
    if (this.customer) this.customer = false;
    else location.hash = "";
  }

  private readonly onHash = (): void => {
    if (!this.desk.staff) return;
    this.customer = false;
    this.passing = false;
    void this.goToPage(routeOf(location.hash));
  };

  private async goToPage(route: Route): Promise<void> {
    const address = location.hash;
    try {
      if (route.page === "search") (await import("../search/search-page")).SearchPage.define();
      if (route.page === "gaps") (await import("../gaps/gaps-page")).GapsPage.define();
      if (route.page === "answers") (await import("../answers/answers-page")).AnswersPage.define();
      if (route.page === "recommendations") {
        (await import("../recommendations/recommendations-page")).RecommendationsPage.define();
      }
      if (route.page === "saved") (await import("../saved/saved-page")).SavedPage.define();
    } catch {
      return this.desk.say("This page could not be loaded. Please load the console again.", true);
    }
    if (address !== location.hash) return;
    this.route = route;
    if (route.page === "saved") this.desk.readSaved();
    if (route.page === "answers") void this.desk.readAnswers();
    if (route.page !== "inbox") return this.trainer ? this.desk.teaching?.look() : undefined;
    if (route.id) this.desk.openConversation(route.id);
    else this.desk.closeView();
  }

  private readonly goToAddress = (address: string): void => {
    location.hash = address;
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.desk.staff) return;
    const pages = {
      inbox: () => this.goToAddress(`#/${this.desk.open?.id ?? ""}`),
      searchPage: () => this.goToAddress(searchAddress()),
      answers: () => (this.trainer ? this.goToAddress(answersAddress()) : undefined),
      gaps: () => (this.trainer ? this.goToAddress(gapsAddress()) : undefined),
      recommendations: () => (this.trainer ? this.goToAddress(recommendationsAddress()) : undefined),
      saved: () => (this.trainer ? this.goToAddress(savedAddress()) : undefined),
      help: () => (this.help = !this.help),
    };
    const { other } = this;
    if (this.passing) return;
    if (this.help) return pageKeys(event, { help: pages.help });
    pageKeys(event, pages);
    if (this.route.page !== "inbox") {
      return keyActions(event, {
        next: () => other?.move(1),
        previous: () => other?.move(-1),
        search: () => other?.focusSearch(),
      });
    }
    keyActions(event, {
      next: () => this.queue?.move(1),
      previous: () => this.queue?.move(-1),
      tab: (index) => this.queue?.choose(index),
      search: () => this.queue?.focusSearch(),
      reply: () => this.thread?.focusReply(false),
      note: () => this.thread?.focusReply(true),
      takeSuggestion: () => this.thread?.takeSuggestion(),
      discardSuggestion: () => this.thread?.discardSuggestion(),
      take: () => this.act("take"),
      passOn: () => this.act("pass"),
      giveBack: () => this.act("return"),
      close: () => this.act("close"),
      details: () => (this.details = !this.details),
      customer: () => this.act("customer"),
      leave: () => this.queue?.focusItem(),
    });
  };

  private readonly onChange = (): void => this.requestUpdate();
}
