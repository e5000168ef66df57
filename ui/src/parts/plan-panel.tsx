/** A plan before it is written: the exact diffs, what to know, and the button that names its effect. */
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Change, FilePlanView, PlanKind, PlanView } from "../contract";
import { useWords, type Say } from "../words";
import { chatsFinding } from "./chats";
import { Diff } from "./diff";
import { Findings } from "./findings";
import { useFocusBack } from "./focus";

type PlanPanelProps = {
  plan: PlanView;
  applying: boolean;
  onApply: () => void;
  onCancel: () => void;
};

/** The panel; takes the focus and comes into sight when it opens, since the button that asked for it goes. */
export function PlanPanel({ plan, applying, onApply, onCancel }: PlanPanelProps) {
  const say = useWords();
  const panel = useRef<HTMLElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusBack(panel);
  useLayoutEffect(() => {
    heading.current?.focus();
    panel.current?.scrollIntoView({ block: "nearest" });
  }, [plan.id]);
  const changed = plan.files.filter((file) => !file.noChange);
  const kind = (changed[0] ?? plan.files[0])?.kind ?? "setUp";
  const renewsToken = changed.length === 0 && plan.change.type === "setUp" && plan.change.place.host !== null;
  const acts = changed.length > 0 || renewsToken;
  const deletes = kind === "remove" || plan.change.type === "removeSkill";
  const headings: Record<PlanKind, string> = {
    setUp: say("plan-set-up"),
    undo: say("plan-undo"),
    turnOff: say("plan-turn-off"),
    remove: say("plan-remove"),
    servers: say("plan-set-up"),
    skills: say("plan-set-up"),
  };
  return (
    <section class="plan" aria-labelledby="plan-name" ref={panel}>
      <h3 id="plan-name" tabIndex={-1} ref={heading}>
        {headings[kind]}
      </h3>
      {plan.files.length === 0 && <p class="soft">{say("plan-empty")}</p>}
      {plan.files.map((file) => (
        <File key={`${file.host}:${file.tool}:${file.file}`} file={file} change={plan.change} />
      ))}
      <div class="actions">
        {acts && (
          <button type="button" class={deletes ? "button danger" : "button primary"} disabled={applying} onClick={onApply}>
            {applying ? say("writing") : renewsToken ? say("send-token-again") : effectOf(changed, plan.change, say)}
          </button>
        )}
        <button type="button" class="button" onClick={onCancel}>
          {acts ? say("cancel") : say("close")}
        </button>
      </div>
    </section>
  );
}

function File({ file, change }: { file: FilePlanView; change: Change }) {
  const say = useWords();
  return (
    <div class="plan-file">
      <p class="soft">{file.noChange ? say("plan-no-change", { name: nameOf(file) }) : whatHappensTo(file, change, say)}</p>
      {!file.noChange && <Findings findings={chatsFinding(file.chats, say)} />}
      {!file.noChange && <Diff host={file.host} file={file.file} lines={file.diff} />}
      <Findings findings={file.findings} />
    </div>
  );
}

function whatHappensTo(file: FilePlanView, change: Change, say: Say): string {
  const name = nameOf(file);
  switch (file.kind) {
    case "setUp":
    case "servers":
      return file.createsFile ? say("plan-creates", { name }) : say("plan-edits", { name });
    case "skills":
      return change.type === "removeSkill" ? say("plan-deletes", { name }) : say("plan-creates", { name });
    case "undo":
      if (!file.exact) return say("undo-by-key", { name });
      return file.diff.every(({ kind }) => kind === "removed") ? say("undo-empties", { name }) : say("undo-exact", { name });
    case "turnOff":
      return say("turn-off-effect", { name });
    case "remove":
      return say("remove-effect", { name });
  }
}

/** What the one button does, by name. */
function effectOf(changed: FilePlanView[], change: Change, say: Say): string {
  const [file, ...others] = changed;
  const count = changed.length;
  if (!file) return say("write-files", { count });
  if (others.length > 0) return file.kind === "undo" ? say("restore-files", { count }) : say("write-files", { count });
  const name = nameOf(file);
  switch (file.kind) {
    case "setUp":
    case "servers":
      return say("write-file", { name });
    case "skills":
      return change.type === "removeSkill" ? say("delete-file", { name }) : say("write-file", { name });
    case "undo":
      return say("restore-file", { name });
    case "turnOff":
      return say("turn-off-in-file", { name });
    case "remove":
      return say("remove-from-file", { name });
  }
}

function nameOf({ file }: FilePlanView): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}
