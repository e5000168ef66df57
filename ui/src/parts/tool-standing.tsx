/** How a tool stands towards the gateway, in a sentence, with what it asks for now. */
import type { Language, ToolState, ToolView } from "../contract";
import { useWords } from "../words";
import { Keys } from "./keys";
import { momentText } from "./moment";
import { ProblemNotice } from "./notice";
import { TOOL_NAMES } from "./tool-names";

type StandingProps = {
  tool: ToolView;
  language: Language;
  busy: boolean;
  /** Whether a plan is open in the card, which then offers the next step. */
  planOpen: boolean;
  /** Whether the repair is what was asked for. */
  repairing: boolean;
  onLook: () => void;
  onRepair: () => void;
  onShowChange: () => void;
  onServers: () => void;
};

/** The sentence; silent where the chip says it all. */
export function Standing(props: StandingProps) {
  const { tool, busy, planOpen, onLook, onServers } = props;
  const say = useWords();
  switch (tool.state.state) {
    case "unknown":
    case "notSetUp":
      return null;
    case "setUp":
      return <p>{say("tool-uses", { tool: TOOL_NAMES[tool.tool], host: tool.state.host })}</p>;
    case "drifted":
      return <Drift {...props} state={tool.state} />;
    case "serversOnly":
      return (
        <div class="servers-only">
          <p>{say("tool-servers-count", { tool: TOOL_NAMES[tool.tool], count: tool.state.count })}</p>
          <button type="button" class="button" onClick={onServers}>
            {say("choose-servers")}
          </button>
        </div>
      );
    case "unreadable":
      return (
        <ProblemNotice
          problem={tool.state.problem}
          calm
          action={planOpen ? undefined : { label: busy ? say("looking") : say("look-again"), busy, run: onLook }}
        />
      );
  }
}

type DriftProps = StandingProps & { state: Extract<ToolState, { state: "drifted" }> };

function Drift({ tool, language, busy, planOpen, repairing, onRepair, onShowChange, state }: DriftProps) {
  const say = useWords();
  const { keys, since } = state;
  const name = tool.configPath.split(/[/\\]/).at(-1) ?? tool.configPath;
  return (
    <div class="drift">
      <p>{say("tool-drifted-what", { count: keys.length })}</p>
      <Keys keys={keys} />
      {since && (
        <p class="hint">
          <time dateTime={since}>{say("file-last-written", { name, moment: momentText(since, language) })}</time>
        </p>
      )}
      {!planOpen && (
        <div class="actions">
          <button type="button" class="button primary" disabled={busy} onClick={onRepair}>
            {busy && repairing ? say("repairing") : say("repair")}
          </button>
          <button type="button" class="button" disabled={busy} onClick={onShowChange}>
            {say("show-change")}
          </button>
        </div>
      )}
    </div>
  );
}
