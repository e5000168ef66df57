/** One step of the history: what was done, when, in which file, and the way back. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import type { Language, PlanKind, StepView } from "../contract";
import { useWords } from "../words";
import { FilePath } from "./file-path";
import { Keys } from "./keys";
import { momentText } from "./moment";
import { TOOL_NAMES } from "./tool-names";

/** More keys than these are folded away. */
const FEW_KEYS = 3;

type StepProps = {
  step: StepView;
  language: Language;
  busy: boolean;
  /** Whether its plan is open, so that no second one is asked for. */
  planOpen: boolean;
  onUndo: () => void;
  /** What is open below it: a plan, a Problem, or what was done. */
  children: ComponentChildren;
};

/** The line. */
export function Step({ step, language, busy, planOpen, onUndo, children }: StepProps) {
  const say = useWords();
  const id = useId();
  const tool = TOOL_NAMES[step.tool];
  const what: Record<PlanKind, string> = {
    setUp: say("step-set-up", { tool }),
    undo: say("step-undo", { tool }),
    turnOff: say("step-turn-off", { tool }),
    remove: say("step-remove", { tool }),
    servers: say("step-servers", { tool }),
    skills: say("step-skills", { tool }),
  };
  return (
    <li class="step" aria-labelledby={id}>
      <div class="step-line">
        <div class="step-what">
          <h3 id={id}>{what[step.kind]}</h3>
          <time dateTime={step.at}>{momentText(step.at, language)}</time>
          <FilePath host={step.host} file={step.file} />
          <StepKeys keys={step.keys} />
        </div>
        {step.canUndo && !planOpen && (
          <button type="button" class="button small" aria-describedby={id} disabled={busy} onClick={onUndo}>
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
