/** The ways on and off for one tool, as far as its state allows them. */
import type { Change, ToolView } from "../contract";
import { useWords } from "../words";
import { Said } from "./said";
import { TOOL_NAMES } from "./tool-names";

type WaysProps = {
  tool: ToolView;
  busy: boolean;
  /** What was asked for at this tool last. */
  pending: string | null;
  onSetUp: () => void;
  onChange: (change: Change) => void;
};

/** The buttons. Turning off comes before undo, since it loses nothing. */
export function Ways({ tool, busy, pending, onSetUp, onChange }: WaysProps) {
  const say = useWords();
  const { place } = tool;
  const { state } = tool.state;
  const canTurnOff = tool.tool === "codex" && (state === "setUp" || state === "drifted");
  const label = (change: Change["type"], text: string) => (busy && pending === change ? say("looking") : text);
  if (!canTurnOff && !tool.canUndo && state === "drifted") return null;
  return (
    <div class="ways">
      <div class="actions">
        {state === "notSetUp" && (
          <button type="button" class={tool.installs.length > 0 ? "button primary" : "button"} disabled={busy} onClick={onSetUp}>
            {label("setUp", say("set-up-tool", { tool: TOOL_NAMES[tool.tool] }))}
          </button>
        )}
        {canTurnOff && (
          <button type="button" class="button" disabled={busy} onClick={() => onChange({ type: "turnOff", place })}>
            {label("turnOff", say("turn-off"))}
          </button>
        )}
        {tool.canUndo && (
          <button type="button" class="button" disabled={busy} onClick={() => onChange({ type: "undo", tool: tool.tool, place })}>
            {label("undo", say("undo"))}
          </button>
        )}
        {state === "setUp" && (
          <button type="button" class="button" disabled={busy} onClick={onSetUp}>
            {label("setUp", say("set-up-again"))}
          </button>
        )}
      </div>
      {canTurnOff && (
        <p class="hint">
          <Said text={say("turn-off-what")} />
        </p>
      )}
      {canTurnOff && tool.canUndo && <p class="hint">{say("undo-what")}</p>}
    </div>
  );
}
