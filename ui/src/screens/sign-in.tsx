/** Signing in: which gateway, who, with which password; or the sandbox. */
import { useEffect, useRef, useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { Perform } from "../backend";
import type { Problem, View } from "../contract";
import { Field } from "../parts/field";
import { Mark } from "../parts/mark";
import { ProblemNotice } from "../parts/notice";
import { VaultPanel } from "../parts/vault-panel";
import { useWords } from "../words";

const DEFAULT_GATEWAY = "https://codexapi.pro";

type ScreenProps = { view: View; perform: Perform };

/** The first screen; asks for the vault's passphrase first where there is no open vault. */
export function SignIn({ view, perform }: ScreenProps) {
  const say = useWords();
  const vault = useAsk(perform);
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
        <Credentials view={view} perform={perform} />
      )}
      <Sandbox view={view} perform={perform} />
    </main>
  );
}

function Credentials({ view, perform }: ScreenProps) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
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

function Sandbox({ view, perform }: ScreenProps) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
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
