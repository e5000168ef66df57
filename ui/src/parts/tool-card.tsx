/** One tool: its installs, its config file, the state that is in, and what can be done about it. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { DEFAULT_HOME } from "../changing";
import type { Change, PlanKind, TokenDelivery, ToolState, ToolView } from "../contract";
import { useWords } from "../words";
import { Advanced } from "./advanced";
import { Installs } from "./installs";
import { Keys } from "./keys";
import { ProblemNotice } from "./notice";
import { TOOL_NAMES, TOOL_TITLES } from "./tool-names";

type ToolCardProps = {
  tool: ToolView;
  busy: boolean;
  /** Which change of this tool is being looked at. */
  pending: Change["type"] | null;
  /** What the plan that is open in this card does. */
  planned: PlanKind | null;
  /** What is open: a plan, a Problem, or what was done. */
  opened: ComponentChildren;
  onLook: () => void;
  onChange: (change: Change) => void;
};

/** The card. */
export function ToolCard({ tool, busy, pending, planned, opened, onLook, onChange }: ToolCardProps) {
  const say = useWords();
  const [token, setToken] = useState<TokenDelivery>("command");
  const { state } = tool.state;
  const known = state !== "unknown";
  const changeable = known && state !== "unreadable";
  const id = `tool-${tool.tool}`;
  const setUp = (delivery: TokenDelivery) => onChange({ type: "setUp", tool: tool.tool, home: DEFAULT_HOME, token: delivery });
  const chooseToken = (delivery: TokenDelivery) => {
    setToken(delivery);
    if (planned === "setUp") setUp(delivery);
  };
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{TOOL_TITLES[tool.tool]}</h2>
        <Chip state={tool.state} />
      </div>
      <Installs tool={tool.tool} installs={tool.installs} known={known} looking={busy} onLook={onLook} />
      <dl class="facts">
        <dt>{say("config-file")}</dt>
        <dd>
          <code class="path">{tool.configPath || "—"}</code>
        </dd>
      </dl>
      <Standing tool={tool} busy={busy} onLook={onLook} />
      {opened}
      {changeable && !planned && (
        <Ways tool={tool} busy={busy} pending={pending} onSetUp={() => setUp(token)} onChange={onChange} />
      )}
      {tool.tool === "codex" && changeable && (!planned || planned === "setUp") && (
        <Advanced
          token={token}
          onToken={chooseToken}
          threads={tool.threads}
          busy={busy}
          onRemove={!planned && hasOurs(tool) ? () => onChange({ type: "remove", home: DEFAULT_HOME }) : null}
        />
      )}
    </section>
  );
}

const hasOurs = ({ state, canUndo }: ToolView): boolean =>
  canUndo || state.state === "setUp" || state.state === "drifted";

/** One word for the state, so that colour is never alone. */
function Chip({ state }: { state: ToolState }) {
  const say = useWords();
  const words: Record<ToolState["state"], string> = {
    unknown: say("tool-unknown"),
    notSetUp: say("tool-not-set-up"),
    setUp: say("tool-set-up"),
    drifted: say("tool-drifted"),
    unreadable: say("tool-unreadable"),
  };
  return (
    <p class="chip" data-state={state.state}>
      {words[state.state]}
    </p>
  );
}

function Standing({ tool, busy, onLook }: { tool: ToolView; busy: boolean; onLook: () => void }) {
  const say = useWords();
  switch (tool.state.state) {
    case "unknown":
    case "notSetUp":
      return null;
    case "setUp":
      return <p>{say("tool-uses", { tool: TOOL_NAMES[tool.tool], host: tool.state.host })}</p>;
    case "drifted":
      return (
        <div class="drift">
          <p>{say("tool-drifted-what", { count: tool.state.keys.length })}</p>
          <Keys keys={tool.state.keys} />
        </div>
      );
    case "unreadable":
      return (
        <ProblemNotice
          problem={tool.state.problem}
          calm
          action={{ label: busy ? say("looking") : say("look-again"), busy, run: onLook }}
        />
      );
  }
}

type WaysProps = Pick<ToolCardProps, "tool" | "busy" | "pending" | "onChange"> & { onSetUp: () => void };

/** The ways on and off. Turning off comes before undo, since it loses nothing. */
function Ways({ tool, busy, pending, onSetUp, onChange }: WaysProps) {
  const say = useWords();
  const inForce = tool.state.state === "setUp" || tool.state.state === "drifted";
  const canTurnOff = tool.tool === "codex" && inForce;
  const label = (change: Change["type"], text: string) => (busy && pending === change ? say("looking") : text);
  const setUpLabel =
    tool.state.state === "drifted" ? say("repair") : inForce ? say("set-up-again") : say("set-up-tool", { tool: TOOL_NAMES[tool.tool] });
  const setUp = (
    <button type="button" class={tool.state.state === "setUp" ? "button" : "button primary"} disabled={busy} onClick={onSetUp}>
      {label("setUp", setUpLabel)}
    </button>
  );
  return (
    <div class="ways">
      <div class="actions">
        {tool.state.state !== "setUp" && setUp}
        {canTurnOff && (
          <button type="button" class="button" disabled={busy} onClick={() => onChange({ type: "turnOff", home: DEFAULT_HOME })}>
            {label("turnOff", say("turn-off"))}
          </button>
        )}
        {tool.canUndo && (
          <button type="button" class="button" disabled={busy} onClick={() => onChange({ type: "undo", tool: tool.tool, home: DEFAULT_HOME })}>
            {label("undo", say("undo"))}
          </button>
        )}
        {tool.state.state === "setUp" && setUp}
      </div>
      {canTurnOff && <p class="hint">{say("turn-off-what")}</p>}
      {canTurnOff && tool.canUndo && <p class="hint">{say("undo-what")}</p>}
    </div>
  );
}
