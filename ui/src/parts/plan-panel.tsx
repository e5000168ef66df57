/** A plan before it is written: the exact diff, what to know, and the button that names its effect. */
import { useEffect, useRef } from "preact/hooks";

import type { FindingView, PlanView } from "../contract";
import { useWords } from "../words";
import { Diff } from "./diff";

type PlanPanelProps = { plan: PlanView; applying: boolean; onApply: () => void; onCancel: () => void };

/** The panel; takes the focus when it opens, since the button that asked for it goes. */
export function PlanPanel({ plan, applying, onApply, onCancel }: PlanPanelProps) {
  const say = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [plan.id]);
  const name = plan.file.split(/[/\\]/).at(-1) ?? plan.file;
  const undo = plan.kind === "undo";
  return (
    <section class="plan" aria-labelledby="plan-name">
      <h3 id="plan-name" tabIndex={-1} ref={heading}>
        {undo ? say("plan-undo") : say("plan-set-up")}
      </h3>
      <p class="soft">{plan.noChange ? say("plan-no-change") : effect(plan, name)}</p>
      {!plan.noChange && <Diff file={plan.file} lines={plan.diff} />}
      <Findings findings={plan.findings} />
      <div class="actions">
        {!plan.noChange && (
          <button type="button" class="button primary" disabled={applying} onClick={onApply}>
            {applying ? say("writing") : undo ? say("restore-file", { name }) : say("write-file", { name })}
          </button>
        )}
        <button type="button" class="button" onClick={onCancel}>
          {plan.noChange ? say("close") : say("cancel")}
        </button>
      </div>
    </section>
  );

  function effect(shown: PlanView, file: string): string {
    if (shown.kind === "undo") return shown.exact ? say("undo-exact", { name: file }) : say("undo-by-key", { name: file });
    return shown.createsFile ? say("plan-creates", { name: file }) : say("plan-edits", { name: file });
  }
}

function Findings({ findings }: { findings: FindingView[] }) {
  const say = useWords();
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map(({ weight, text }) => (
        <li key={text} data-weight={weight}>
          <strong>{weight === "warning" ? say("finding-warning") : say("finding-note")}</strong> {text}
        </li>
      ))}
    </ul>
  );
}
