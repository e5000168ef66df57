/** Settings: the few choices there are, and what Purser is connected to. */
import { useAsk, type Asking } from "../ask";
import type { Backend, Perform } from "../backend";
import type { NetworkView, VaultView, View } from "../contract";
import { Choice } from "../parts/choice";
import { Launch } from "../parts/launch";
import { NetworkEntry } from "../parts/network-entry";
import { NoticeChoices } from "../parts/notice-choices";
import { ProblemNotice } from "../parts/notice";
import { VaultPanel } from "../parts/vault-panel";
import { usePaying } from "../paying";
import { useWords } from "../words";
import { Diagnostics } from "./settings/diagnostics";
import { Update } from "./settings/update";

/** The screen; each choice takes effect at once. */
export function Settings({ view, backend }: { view: View; backend: Backend }) {
  const say = useWords();
  const { perform, openLink, finishUpdate } = backend;
  const asking = useAsk(perform);
  const vault = useAsk(perform);
  const hours = useAsk(perform);
  const launch = useAsk(perform);
  const closed = view.vault === "missing" || view.vault === "locked" ? view.vault : null;
  return (
    <>
      <h1>{say("settings")}</h1>
      <ProblemNotice problem={asking.problem} />
      <Appearance view={view} asking={asking} />
      <NoticeChoices
        notices={view.notices}
        problem={hours.problem}
        onKind={(kind, on) => void asking.ask({ type: "chooseNotice", kind, on })}
        onQuiet={(quiet) => void hours.ask({ type: "chooseQuietHours", hours: quiet })}
      />
      {view.autostart !== "unavailable" && (
        <Launch
          autostart={view.autostart}
          problem={launch.problem}
          onChoose={(on) => void launch.ask({ type: "chooseAutostart", on })}
        />
      )}
      <Facts view={view} />
      <Update view={view} perform={perform} openLink={openLink} finishUpdate={finishUpdate} />
      <Diagnostics view={view} perform={perform} />
      {view.payments.networks.length > 0 && <Networks networks={view.payments.networks} perform={perform} />}
      {closed && (
        <VaultPanel
          state={closed}
          problem={vault.problem}
          onPassphrase={(passphrase) => void vault.ask({ type: "unlockVault", passphrase })}
        />
      )}
      {view.session.state === "signedIn" && <Leaving view={view} asking={asking} />}
    </>
  );
}

function Appearance({ view, asking }: { view: View; asking: Asking }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="appearance-name">
      <h2 id="appearance-name">{say("appearance")}</h2>
      <Choice
        legend={say("language")}
        chosen={view.language}
        onChoose={(language) => void asking.ask({ type: "chooseLanguage", language })}
        options={[
          { value: "en", label: "English", lang: "en" },
          { value: "zh-CN", label: "简体中文", lang: "zh-CN" },
        ]}
      />
      <Choice
        legend={say("theme")}
        chosen={view.theme}
        onChoose={(theme) => void asking.ask({ type: "chooseTheme", theme })}
        options={[
          { value: "system", label: say("theme-system") },
          { value: "light", label: say("theme-light") },
          { value: "dark", label: say("theme-dark") },
        ]}
      />
    </section>
  );
}

function Facts({ view }: { view: View }) {
  const say = useWords();
  const vaults: Record<VaultView, string> = {
    keychain: say("vault-keychain"),
    file: say("vault-file"),
    locked: say("vault-locked"),
    missing: say("vault-missing"),
  };
  const account = view.session.state === "signedIn" ? view.session.account : null;
  return (
    <section class="card" aria-labelledby="facts-name">
      <h2 id="facts-name">{say("about")}</h2>
      <dl class="facts">
        {account && (
          <>
            <dt>{say("account")}</dt>
            <dd>
              {account.name}
              {account.email && <span class="soft"> {account.email}</span>}
            </dd>
          </>
        )}
        <dt>{say("gateway")}</dt>
        <dd>
          <code class="path">{view.gateway.url}</code>
        </dd>
        <dt>{say("secrets")}</dt>
        <dd>{vaults[view.vault]}</dd>
        <dt>{say("version")}</dt>
        <dd>{view.version}</dd>
      </dl>
    </section>
  );
}

function Networks({ networks, perform }: { networks: NetworkView[]; perform: Perform }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="networks-name">
      <h2 id="networks-name">{say("networks")}</h2>
      <p class="soft">{say("networks-what")}</p>
      <ul class="entry-lines">
        {networks.map((network) => (
          <KnownNetwork key={network.chain} network={network} perform={perform} />
        ))}
      </ul>
    </section>
  );
}

function KnownNetwork({ network, perform }: { network: NetworkView; perform: Perform }) {
  const { problem, busy, ask } = usePaying(perform);
  const { chain } = network;
  return <NetworkEntry network={network} busy={busy} problem={problem} onAddress={(url) => void ask({ type: "setRpc", chain, url })} />;
}

function Leaving({ view, asking }: { view: View; asking: Asking }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="leaving-name">
      <h2 id="leaving-name">{say("sign-out")}</h2>
      <p class="soft">{say("sign-out-what")}</p>
      <div class="actions">
        <button type="button" class="button danger" onClick={() => void asking.ask({ type: "signOut" })}>
          {view.gateway.sandbox ? say("leave-sandbox") : say("sign-out-of", { host: view.gateway.host })}
        </button>
      </div>
    </section>
  );
}
