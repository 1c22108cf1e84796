import { css, html, LitElement } from "lit";
import { property, query, state } from "lit/decorators.js";
import { register } from "../../shared/elements";
import { RequestFailed } from "../../shared/http";
import { base } from "../../shared/theme";
import { controls } from "../look";

/** E-mail and password. */
export class SignIn extends LitElement {
  static define(name = "console-sign-in"): void {
    register(name, SignIn);
  }

  @property({ attribute: false }) signIn: (email: string, password: string) => Promise<void> = async () => undefined;
  /** Why somebody who was signed in has to do so again. */
  @property() notice = "";
  @state() private problem = "";
  @state() private busy = false;
  @query("form") private readonly form!: HTMLFormElement;

  static override styles = [
    base,
    controls,
    css`
      :host {
        display: grid;
        place-items: center;
        min-height: 100dvh;
        padding: 24px;
        background: var(--raised);
      }
      main {
        width: min(360px, 100%);
      }
      form {
        padding: 32px;
        border: 1px solid var(--line);
        border-radius: 16px;
        background: var(--ground);
      }
      h1 {
        font-size: 20px;
        font-weight: 600;
        line-height: 28px;
      }
      .lead {
        margin: 4px 0 24px;
        color: var(--soft);
      }
      label {
        display: block;
        margin-bottom: 16px;
        font-weight: 500;
      }
      input {
        display: block;
        width: 100%;
        height: 40px;
        margin-top: 4px;
        padding: 0 12px;
        font-size: 16px;
        font-weight: 400;
      }
      .button {
        justify-content: center;
        width: 100%;
        min-height: 40px;
      }
      .bad {
        margin-bottom: 16px;
      }
    `,
  ];

  override render() {
    return html`<main>
      <form @submit=${this.onSubmit}>
        <h1>Sign in</h1>
        <p class="lead" role="status">${this.notice || "To answer the shop's customers."}</p>
        <label>E-mail<input name="email" type="email" autocomplete="username" required autofocus /></label>
        <label>Password<input name="password" type="password" autocomplete="current-password" required /></label>
        ${this.problem ? html`<p class="bad" role="alert">${this.problem}</p>` : ""}
        <button type="submit" class="button main" ?disabled=${this.busy}>Sign in</button>
      </form>
    </main>`;
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const fields = new FormData(this.form);
    this.busy = true;
    this.problem = "";
    try {
      await this.signIn(String(fields.get("email")), String(fields.get("password")));
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem = error.status === 401 ? "E-mail or password is not right." : error.message;
    } finally {
      this.busy = false;
    }
  };
}
