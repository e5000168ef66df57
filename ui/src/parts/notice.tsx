/** Something to know: title, advice, at most one action. */
import type { ComponentChildren } from "preact";

import type { Problem } from "../contract";
import { Said } from "./said";

/** How much it matters; the words must say so too. */
export type Tone = "note" | "good" | "warn" | "bad";

/** What the one button does. */
export type Action = { label: string; busy?: boolean; run: () => void };

type NoticeProps = {
  tone: Tone;
  title?: string;
  children?: ComponentChildren;
  action?: Action | undefined;
  /** Said at once by a screen reader, because the person just asked for something. */
  urgent?: boolean;
};

/** A notice in the flow of the page. */
export function Notice({ tone, title, children, action, urgent }: NoticeProps) {
  return (
    <div class="notice" data-tone={tone} role={urgent ? "alert" : "status"}>
      <div class="notice-text">
        {title && <p class="notice-title">{title}</p>}
        {children && <p>{children}</p>}
      </div>
      {action && (
        <button type="button" class="button" disabled={action.busy} onClick={action.run}>
          {action.label}
        </button>
      )}
    </div>
  );
}

type ProblemProps = { problem: Problem | null; action?: Action | undefined; calm?: boolean };

/** A Problem, when there is one. `calm` for what was not just asked for. */
export function ProblemNotice({ problem, action, calm }: ProblemProps) {
  if (!problem) return null;
  return (
    <Notice tone={calm ? "warn" : "bad"} title={problem.title} action={action} urgent={!calm}>
      <Said text={problem.advice} />
    </Notice>
  );
}
