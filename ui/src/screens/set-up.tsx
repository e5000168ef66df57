/** Set-up: points Codex at the gateway, and back. */
import { useEffect, useState } from "preact/hooks";

import { useAsk, type Asking } from "../ask";
import type { Perform } from "../backend";
import type { CodexView, Command, PlanKind, PlanView, Problem, TokenDelivery, View } from "../contract";
import { Installs } from "../parts/installs";
import { Choice } from "../parts/choice";
import { Notice, ProblemNotice } from "../parts/notice";
import { PlanPanel } from "../parts/plan-panel";
import { useWords } from "../words";

const DEFAULT_HOME = null;

/** The screen; looks at Codex when it opens. */
export function SetUp({ view, perform }: { view: View; perform: Perform }) {
  const say = useWords();
  const looking = useAsk(perform);
  const { ask: look } = looking;
  useEffect(() => void look({ type: "inspectCodex", home: DEFAULT_HOME }), [look]);
  return (
    <>
      <h1>{say("set-up")}</h1>
      <p class="lead">{say("set-up-what", { host: view.gateway.host })}</p>
      <Codex view={view} perform={perform} looking={looking} />
    </>
  );
}

function Codex({ view, perform, looking }: { view: View; perform: Perform; looking: Asking }) {
  const say = useWords();
  const asking = useAsk(perform);
  const [written, setWritten] = useState<PlanKind | null>(null);
  const [token, setToken] = useState<TokenDelivery>("command");
  const { codex } = view;
  const busy = view.working.includes("plan");
  const known = codex.state.state !== "unknown";
  const changeable = known && codex.state.state !== "unreadable";
  const lookAgain = () => void looking.ask({ type: "inspectCodex", home: DEFAULT_HOME });
  const plan = (kind: PlanKind, delivery: TokenDelivery) => {
    const command: Command =
      kind === "setUp"
        ? { type: "planCodex", home: DEFAULT_HOME, token: delivery }
        : { type: "planCodexUndo", home: DEFAULT_HOME };
    void asking.ask(command);
  };
  const choose = (delivery: TokenDelivery) => {
    setToken(delivery);
    if (codex.plan?.kind === "setUp") plan("setUp", delivery);
  };
  const apply = async ({ id, kind }: PlanView) => {
    if (await asking.ask({ type: "applyPlan", plan: id })) setWritten(kind);
  };
  return (
    <section class="card" aria-labelledby="codex-name">
      <div class="card-head">
        <h2 id="codex-name">Codex CLI</h2>
        <State codex={codex} />
      </div>
      <Installs installs={codex.installs} known={known} looking={busy} onLook={lookAgain} />
      <dl class="facts">
        <dt>{say("config-file")}</dt>
        <dd>
          <code class="path">{codex.configPath || "—"}</code>
        </dd>
      </dl>
      <Finding codex={codex} busy={busy} onLook={lookAgain} />
      {!codex.plan && written && <Written kind={written} codex={codex} />}
      <Trouble problem={asking.problem ?? looking.problem} onPlanAgain={() => plan(codex.plan?.kind ?? "setUp", token)} />
      {codex.plan ? (
        <PlanPanel
          plan={codex.plan}
          applying={view.working.includes("apply")}
          onApply={() => codex.plan && void apply(codex.plan)}
          onCancel={() => void asking.ask({ type: "dismissPlan" })}
        />
      ) : (
        <Actions codex={codex} busy={busy} onPlan={(kind) => plan(kind, token)} />
      )}
      {changeable && codex.plan?.kind !== "undo" && <Delivery chosen={token} onChoose={choose} />}
    </section>
  );
}

/** One word for the state, so that colour is never alone. */
function State({ codex }: { codex: CodexView }) {
  const say = useWords();
  const { state } = codex.state;
  const words = {
    unknown: say("codex-unknown"),
    notSetUp: say("codex-not-set-up"),
    setUp: say("codex-set-up"),
    drifted: say("codex-drifted"),
    unreadable: say("codex-unreadable"),
  };
  return (
    <p class="chip" data-state={state}>
      {words[state]}
    </p>
  );
}

function Finding({ codex, busy, onLook }: { codex: CodexView; busy: boolean; onLook: () => void }) {
  const say = useWords();
  switch (codex.state.state) {
    case "unknown":
    case "notSetUp":
      return null;
    case "setUp":
      return <p>{say("codex-uses", { host: codex.state.host })}</p>;
    case "drifted":
      return (
        <div class="drift">
          <p>{say("codex-drifted-what", { count: codex.state.keys.length })}</p>
          <ul>
            {codex.state.keys.map((key) => (
              <li key={key}>
                <code>{key}</code>
              </li>
            ))}
          </ul>
        </div>
      );
    case "unreadable":
      return (
        <ProblemNotice
          problem={codex.state.problem}
          calm
          action={{ label: busy ? say("looking") : say("look-again"), busy, run: onLook }}
        />
      );
  }
}

function Written({ kind, codex }: { kind: PlanKind; codex: CodexView }) {
  const say = useWords();
  const isSetUp = codex.state.state === "setUp";
  if (kind === "undo") return isSetUp ? null : <Notice tone="good" title={say("undone-title")}>{say("undone-advice")}</Notice>;
  if (codex.state.state !== "setUp") return null;
  return (
    <Notice tone="good" title={say("written-title", { host: codex.state.host })}>
      {say("written-advice")}
    </Notice>
  );
}

/** Why asking failed; a plan that is out of date has its way on. */
function Trouble({ problem, onPlanAgain }: { problem: Problem | null; onPlanAgain: () => void }) {
  const say = useWords();
  const outdated = problem?.code === "configChanged" || problem?.code === "planGone";
  return outdated ? (
    <ProblemNotice problem={problem} action={{ label: say("plan-again"), run: onPlanAgain }} />
  ) : (
    <ProblemNotice problem={problem} />
  );
}

function Actions({ codex, busy, onPlan }: { codex: CodexView; busy: boolean; onPlan: (kind: PlanKind) => void }) {
  const say = useWords();
  const { state } = codex.state;
  if (state === "unknown" || state === "unreadable") return null;
  const label = { setUp: say("set-up-again"), drifted: say("repair"), notSetUp: say("set-up-codex") }[state];
  return (
    <div class="actions">
      <button type="button" class={state === "setUp" ? "button" : "button primary"} disabled={busy} onClick={() => onPlan("setUp")}>
        {busy ? say("looking") : label}
      </button>
      {codex.canUndo && (
        <button type="button" class="button" disabled={busy} onClick={() => onPlan("undo")}>
          {say("undo")}
        </button>
      )}
    </div>
  );
}

function Delivery({ chosen, onChoose }: { chosen: TokenDelivery; onChoose: (delivery: TokenDelivery) => void }) {
  const say = useWords();
  return (
    <details>
      <summary>{say("advanced")}</summary>
      <Choice
        legend={say("token-delivery")}
        look="list"
        chosen={chosen}
        onChoose={onChoose}
        options={[
          { value: "command", label: say("token-command"), hint: say("token-command-what") },
          { value: "plaintext", label: say("token-plaintext"), hint: say("token-plaintext-what") },
        ]}
      />
      {chosen === "plaintext" && (
        <Notice tone="warn" title={say("token-plaintext-warning")}>
          {say("token-plaintext-advice")}
        </Notice>
      )}
    </details>
  );
}
