/** A plan before it is written: the exact diffs, what to know, and the button that names its effect. */
import { useEffect, useRef } from "preact/hooks";

import type { FilePlanView, FindingView, PlanKind, PlanView, ThreadsView } from "../contract";
import { useWords, type Say } from "../words";
import { Diff } from "./diff";
import { Findings } from "./findings";

type PlanPanelProps = {
  plan: PlanView;
  threads: ThreadsView | null;
  applying: boolean;
  onApply: () => void;
  onCancel: () => void;
};

/** The panel; takes the focus when it opens, since the button that asked for it goes. */
export function PlanPanel({ plan, threads, applying, onApply, onCancel }: PlanPanelProps) {
  const say = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [plan.id]);
  const changed = plan.files.filter((file) => !file.noChange);
  const kind = (changed[0] ?? plan.files[0])?.kind ?? "setUp";
  const headings: Record<PlanKind, string> = {
    setUp: say("plan-set-up"),
    undo: say("plan-undo"),
    turnOff: say("plan-turn-off"),
    remove: say("plan-remove"),
  };
  return (
    <section class="plan" aria-labelledby="plan-name">
      <h3 id="plan-name" tabIndex={-1} ref={heading}>
        {headings[kind]}
      </h3>
      {changed.length > 0 && <Findings findings={chatsAt(kind, threads, say)} />}
      {plan.files.length === 0 && <p class="soft">{say("plan-empty")}</p>}
      {plan.files.map((file) => (
        <File key={`${file.tool}:${file.file}`} file={file} />
      ))}
      <div class="actions">
        {changed.length > 0 && (
          <button type="button" class={kind === "remove" ? "button danger" : "button primary"} disabled={applying} onClick={onApply}>
            {applying ? say("writing") : effectOf(changed, say)}
          </button>
        )}
        <button type="button" class="button" onClick={onCancel}>
          {changed.length > 0 ? say("cancel") : say("close")}
        </button>
      </div>
    </section>
  );
}

function File({ file }: { file: FilePlanView }) {
  const say = useWords();
  return (
    <div class="plan-file">
      <p class="soft">{file.noChange ? say("plan-no-change", { name: nameOf(file) }) : whatHappensTo(file, say)}</p>
      {!file.noChange && <Diff file={file.file} lines={file.diff} />}
      <Findings findings={file.findings} />
    </div>
  );
}

function whatHappensTo(file: FilePlanView, say: Say): string {
  const name = nameOf(file);
  switch (file.kind) {
    case "setUp":
      return file.createsFile ? say("plan-creates", { name }) : say("plan-edits", { name });
    case "undo":
      return file.exact ? say("undo-exact", { name }) : say("undo-by-key", { name });
    case "turnOff":
      return say("turn-off-effect", { name });
    case "remove":
      return say("remove-effect", { name });
  }
}

/** What the one button does, by name. */
function effectOf(changed: FilePlanView[], say: Say): string {
  const [file, ...others] = changed;
  if (!file || others.length > 0) return say("write-files", { count: changed.length });
  const name = nameOf(file);
  switch (file.kind) {
    case "setUp":
      return say("write-file", { name });
    case "undo":
      return say("restore-file", { name });
    case "turnOff":
      return say("turn-off-in-file", { name });
    case "remove":
      return say("remove-from-file", { name });
  }
}

/** What the change means for older chats. */
function chatsAt(kind: PlanKind, threads: ThreadsView | null, say: Say): FindingView[] {
  switch (kind) {
    case "setUp":
    case "undo":
      return [];
    case "turnOff":
      return [{ weight: "note", text: threads ? say("chats-none-lost", { total: threads.total }) : say("chats-stay") }];
    case "remove":
      return [{ weight: threads?.ours === 0 ? "note" : "warning", text: chatsLost(threads, say) }];
  }
}

/** How many older chats would no longer open, were the provider taken out. */
export function chatsLost(threads: ThreadsView | null, say: Say): string {
  if (!threads) return say("chats-lost-uncounted");
  if (threads.ours === 0) return say("chats-none-lost", { total: threads.total });
  return say("chats-lost", { ours: threads.ours, total: threads.total });
}

function nameOf({ file }: FilePlanView): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}
