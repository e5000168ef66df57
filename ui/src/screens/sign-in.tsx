/** Signing in: which gateway, who, with which password; or by the browser; or the sandbox. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { useAsk, type Asking } from "../ask";
import type { Backend } from "../backend";
import type { Problem, View } from "../contract";
import { BrowserWait } from "../parts/browser-wait";
import { Field } from "../parts/field";
import { Mark } from "../parts/mark";
import { ProblemNotice } from "../parts/notice";
import { VaultPanel } from "../parts/vault-panel";
import { useWords } from "../words";

const DEFAULT_GATEWAY = "https://codexapi.pro";

type ScreenProps = { view: View; backend: Backend };

/** The first screen; asks for the vault's passphrase first where there is no open vault. */
export function SignIn({ view, backend }: ScreenProps) {
  const say = useWords();
  const vault = useAsk(backend.perform);
  const closed = view.vault === "missing" || view.vault === "locked" ? view.vault : null;
  return (
    <main class="entry">
      <header class="entry-head">
        <Mark />
        <h1>{say("sign-in-title")}</h1>
        <p class="soft">{say("sign-in-what")}</p>
      </header>
      {closed ? (
        <VaultPanel
          state={closed}
          problem={vault.problem}
          onPassphrase={(passphrase) => void vault.ask({ type: "unlockVault", passphrase })}
        />
      ) : (
        <Entry view={view} backend={backend} />
      )}
      <Sandbox view={view} backend={backend} />
    </main>
  );
}

/** By password or by the browser. The page opens once, by itself, in the window that asked for it. */
function Entry({ view, backend }: ScreenProps) {
  const { problem, ask } = useAsk(backend.perform);
  const [unopened, setUnopened] = useState<Problem | null>(null);
  const [asked, setAsked] = useState(false);
  const { openLink } = backend;
  const page = view.browser?.url;
  const open = useCallback(async (url: string) => setUnopened(await openLink(url)), [openLink]);

  useEffect(() => {
    if (!page || !asked) return;
    setAsked(false);
    void open(page);
  }, [page, asked, open]);

  if (view.browser) {
    const { url } = view.browser;
    return (
      <BrowserWait
        browser={view.browser}
        problem={unopened ?? problem}
        onOpen={() => void open(url)}
        onCancel={() => void ask({ type: "cancelSignIn" })}
      />
    );
  }
  const onBrowser = (gateway: string) => {
    setAsked(true);
    void ask({ type: "signInWithBrowser", gateway });
  };
  return <Credentials view={view} problem={problem} ask={ask} onBrowser={onBrowser} />;
}

type CredentialsProps = Asking & { view: View; onBrowser: (gateway: string) => void };

function Credentials({ view, problem, ask, onBrowser }: CredentialsProps) {
  const say = useWords();
  const [gateway, setGateway] = useState(view.gateway.sandbox || !view.gateway.url ? DEFAULT_GATEWAY : view.gateway.url);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const passwordField = useRef<HTMLInputElement>(null);
  const busy = view.working.includes("signIn");
  const reason = view.session.state === "signedOut" ? view.session.reason : null;

  useEffect(() => {
    if (problem?.code !== "wrongPassword") return;
    passwordField.current?.focus();
    passwordField.current?.select();
  }, [problem]);

  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy && login !== "" && password !== "") void ask({ type: "signIn", gateway: gateway.trim(), login: login.trim(), password });
      }}
    >
      <ProblemNotice problem={problem ? null : reason} calm />
      <Field label={say("login")} autocomplete="username" value={login} onValue={setLogin} />
      <Field
        label={say("password")}
        kind="password"
        autocomplete="current-password"
        value={password}
        onValue={setPassword}
        field={passwordField}
        invalid={problem?.code === "wrongPassword"}
      />
      <Gateway address={gateway} onAddress={setGateway} problem={problem} />
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button primary wide" disabled={busy}>
          {busy ? say("signing-in") : say("sign-in")}
        </button>
        <button type="button" class="button wide" disabled={busy} onClick={() => onBrowser(gateway.trim())}>
          {say("sign-in-with-google")}
        </button>
      </div>
    </form>
  );
}

type GatewayProps = { address: string; onAddress: (address: string) => void; problem: Problem | null };

function Gateway({ address, onAddress, problem }: GatewayProps) {
  const say = useWords();
  const wrong = problem?.code === "gatewayAddress";
  return (
    <details open={wrong || undefined}>
      <summary>
        {say("gateway")} <span class="soft">{address.replace(/^https:\/\//, "")}</span>
      </summary>
      <Field
        label={say("gateway-address")}
        required={false}
        autocomplete="url"
        value={address}
        onValue={onAddress}
        hint={say("gateway-hint")}
        invalid={wrong}
      />
    </details>
  );
}

function Sandbox({ view, backend }: ScreenProps) {
  const say = useWords();
  const { problem, ask } = useAsk(backend.perform);
  const busy = view.working.includes("sandbox");
  return (
    <section class="entry-foot" aria-labelledby="try-sandbox">
      <p class="soft" id="try-sandbox">
        {say("try-sandbox-what")}
      </p>
      <button type="button" class="button" disabled={busy} onClick={() => void ask({ type: "trySandbox" })}>
        {busy ? say("starting-sandbox") : say("try-sandbox")}
      </button>
      <ProblemNotice problem={problem} />
    </section>
  );
}
