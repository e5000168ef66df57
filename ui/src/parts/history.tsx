/** What was done to other programs' files, newest first, and the way back from each step. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import type { Language, PlanKind, StepView } from "../contract";
import { useWords } from "../words";
import { Keys } from "./keys";
import { momentText } from "./moment";
import { TOOL_NAMES } from "./tool-names";

/** More keys than these are folded away. */
const FEW_KEYS = 3;

type HistoryProps = {
  steps: StepView[];
  language: Language;
  busy: boolean;
  /** What is open: a plan, a Problem, or what was done. */
  opened: ComponentChildren;
  /** Whether a plan is among it, so that no second one is asked for. */
  planOpen: boolean;
  /** The step that it opens under; at the end when none. */
  openedAt: string | null;
  onUndo: (step: string) => void;
  onUndoEverything: () => void;
};

/** The history; says what will stand here while it is empty. */
export function History(props: HistoryProps) {
  const { steps, language, busy, opened, planOpen, onUndo, onUndoEverything } = props;
  const say = useWords();
  const at = steps.some((step) => step.id === props.openedAt) ? props.openedAt : null;
  const undoable = steps.some((step) => step.canUndo);
  return (
    <section class="card history" aria-labelledby="history-name">
      <h2 id="history-name">{say("history")}</h2>
      <p class="soft">{steps.length === 0 ? say("history-empty") : say("history-what")}</p>
      {steps.length > 0 && (
        <ol class="steps">
          {steps.map((step) => (
            <Step key={step.id} step={step} language={language} busy={busy} open={planOpen && at === step.id} onUndo={onUndo}>
              {at === step.id && opened}
            </Step>
          ))}
        </ol>
      )}
      {at === null && opened}
      {undoable && !(planOpen && at === null) && (
        <div class="history-foot">
          <p class="hint">{say("undo-everything-what")}</p>
          <button type="button" class="button danger" disabled={busy} onClick={onUndoEverything}>
            {say("undo-everything")}
          </button>
        </div>
      )}
    </section>
  );
}

type StepProps = {
  step: StepView;
  language: Language;
  busy: boolean;
  open: boolean;
  onUndo: (step: string) => void;
  children: ComponentChildren;
};

function Step({ step, language, busy, open, onUndo, children }: StepProps) {
  const say = useWords();
  const id = useId();
  const tool = TOOL_NAMES[step.tool];
  const what: Record<PlanKind, string> = {
    setUp: say("step-set-up", { tool }),
    undo: say("step-undo", { tool }),
    turnOff: say("step-turn-off", { tool }),
    remove: say("step-remove", { tool }),
  };
  return (
    <li class="step">
      <div class="step-line">
        <div class="step-what">
          <h3 id={id}>{what[step.kind]}</h3>
          <time dateTime={step.at}>{momentText(step.at, language)}</time>
          <code class="path">{step.file}</code>
          <StepKeys keys={step.keys} />
        </div>
        {step.canUndo && !open && (
          <button type="button" class="button" aria-describedby={id} disabled={busy} onClick={() => onUndo(step.id)}>
            {say("undo-step")}
          </button>
        )}
      </div>
      {children}
    </li>
  );
}

function StepKeys({ keys }: { keys: string[] }) {
  const say = useWords();
  if (keys.length === 0) return null;
  if (keys.length <= FEW_KEYS) return <Keys keys={keys} />;
  return (
    <details>
      <summary>{say("step-keys", { count: keys.length })}</summary>
      <Keys keys={keys} />
    </details>
  );
}
