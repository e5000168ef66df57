/** One tool at one place: its installs, its config file, the state of it, and what can be done about it. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

import type { Change, Language, TokenDelivery, ToolState, ToolView } from "../contract";
import { useWords } from "../words";
import { Advanced } from "./advanced";
import { Installs } from "./installs";
import { Standing } from "./tool-standing";
import { TOOL_TITLES } from "./tool-names";
import { Ways } from "./tool-ways";

type ToolCardProps = {
  tool: ToolView;
  language: Language;
  busy: boolean;
  /** What was asked for in this card last. */
  pending: Change["type"] | "repair" | null;
  /** The change whose plan is open in this card. */
  planned: Change["type"] | null;
  /** Whether it is said among what is open how the last change went. */
  written: boolean;
  /** What is open: a plan, a Problem, or what was done. */
  opened: ComponentChildren;
  onLook: () => void;
  onRepair: () => void;
  onChange: (change: Change) => void;
  /** Goes to the MCP servers. */
  onServers: () => void;
};

/** The card. */
export function ToolCard(props: ToolCardProps) {
  const { tool, busy, pending, planned, written, opened, onLook, onChange } = props;
  const say = useWords();
  const [token, setToken] = useState<TokenDelivery>("command");
  const id = useId();
  const { place } = tool;
  const setUp = (delivery: TokenDelivery) => onChange({ type: "setUp", tool: tool.tool, place, token: delivery });
  const chooseToken = (delivery: TokenDelivery) => {
    setToken(delivery);
    if (planned === "setUp") setUp(delivery);
  };
  const changeable = tool.tool !== "claudeDesktop" && tool.state.state !== "unknown" && tool.state.state !== "unreadable";
  const removable = !planned && hasOurs(tool);
  const hasAdvanced = tool.tool === "codex" && changeable && (place.host === null ? !planned || planned === "setUp" : removable);
  const saysItAlready = written && tool.state.state === "setUp";
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id} class="tool-name">
          {TOOL_TITLES[tool.tool]}
          {place.host && <span class="unseen"> {say("on-host", { host: place.host })}</span>}
          {place.home && <code class="path"> {place.home}</code>}
        </h2>
        <Chip state={tool.state} />
      </div>
      <Installs tool={tool} looking={busy} onLook={onLook} />
      {!saysItAlready && (
        <Standing
          {...props}
          planOpen={planned !== null}
          repairing={pending === "repair"}
          onShowChange={() => setUp(token)}
        />
      )}
      {opened}
      {changeable && !planned && <Ways tool={tool} busy={busy} pending={pending} onSetUp={() => setUp(token)} onChange={onChange} />}
      {hasAdvanced && (
        <Advanced
          token={token}
          onToken={place.host === null ? chooseToken : null}
          threads={tool.threads}
          busy={busy}
          onRemove={removable ? () => onChange({ type: "remove", place }) : null}
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
    serversOnly: say("tool-servers-only"),
    unreadable: say("tool-unreadable"),
  };
  return (
    <p class="chip" data-state={state.state}>
      {words[state.state]}
    </p>
  );
}
