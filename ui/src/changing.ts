/**
 * One change to other programs' files at a time: what was asked for, where its plan opens, and what
 * was written last. Writes nothing by itself and knows no words.
 */
import { useCallback, useState } from "preact/hooks";

import { useAsk } from "./ask";
import type { Perform } from "./backend";
import type { Change, PlanKind, PlanView, Problem, Tool } from "./contract";

/** Where a plan opens: in the card of its tool, or in the history. */
export type PlanPlace = Tool | "history";

/** What was written last. */
export type Written = { place: PlanPlace; kind: PlanKind; files: number };

/** The change under way, and the ways to go on with it. */
export type Changing = {
  /** What was asked for last; none when the shown plan was asked for elsewhere. */
  asked: Change | null;
  /** Where the shown plan, or the Problem, stands; none when there is neither. */
  place: PlanPlace | null;
  /** Why the last ask could not be done. */
  problem: Problem | null;
  /** What was written, until the next change is asked for. */
  written: Written | null;
  /** Computes what the change would do. */
  look: (change: Change) => void;
  /** Computes it once more, since the plan is out of date. */
  lookAgain: () => void;
  /** Writes the shown plan. */
  apply: () => void;
  /** Puts the shown plan away. */
  dismiss: () => void;
};

/** The default folder of every tool. */
export const DEFAULT_HOME = null;

/** Follows the change from the ask to the written file. */
export function useChanging(perform: Perform, plan: PlanView | null): Changing {
  const { problem, ask } = useAsk(perform);
  const [lastAsked, setAsked] = useState<Change | null>(null);
  const [written, setWritten] = useState<Written | null>(null);
  const asked = lastAsked ?? (plan && changeOf(plan));
  const place = plan ? placeOfPlan(plan, lastAsked) : problem && asked && placeOf(asked);

  const look = useCallback(
    (change: Change) => {
      setAsked(change);
      setWritten(null);
      void ask({ type: "plan", change });
    },
    [ask],
  );
  const apply = async (shown: PlanView, at: PlanPlace) => {
    setAsked(asked);
    const files = shown.files.filter((file) => !file.noChange);
    const kind = files[0]?.kind ?? "setUp";
    if (await ask({ type: "applyPlan", plan: shown.id })) setWritten({ place: at, kind, files: files.length });
  };
  return {
    asked: lastAsked,
    place,
    problem,
    written,
    look,
    lookAgain: () => asked && look(asked),
    apply: () => plan && place && void apply(plan, place),
    dismiss: () => {
      setAsked(asked);
      void ask({ type: "dismissPlan" });
    },
  };
}

/** Where a change is asked for. */
export function placeOf(change: Change): PlanPlace {
  switch (change.type) {
    case "setUp":
    case "undo":
      return change.tool;
    case "turnOff":
    case "remove":
      return "codex";
    case "undoStep":
    case "undoEverything":
      return "history";
  }
}

function placeOfPlan(plan: PlanView, asked: Change | null): PlanPlace {
  const undoes = plan.files.every((file) => file.kind === "undo");
  if (asked && undoes && placeOf(asked) === "history") return "history";
  return onlyTool(plan) ?? (asked ? placeOf(asked) : "history");
}

/** The change that a plan belongs to, as far as the plan itself tells. */
function changeOf(plan: PlanView): Change {
  const tool = onlyTool(plan);
  if (!tool) return { type: "undoEverything" };
  switch (plan.files[0]?.kind) {
    case "turnOff":
      return { type: "turnOff", home: DEFAULT_HOME };
    case "remove":
      return { type: "remove", home: DEFAULT_HOME };
    case "undo":
      return { type: "undo", tool, home: DEFAULT_HOME };
    case "setUp":
    case undefined:
      return { type: "setUp", tool, home: DEFAULT_HOME, token: "command" };
  }
}

function onlyTool(plan: PlanView): Tool | null {
  const tools = new Set(plan.files.map((file) => file.tool));
  return tools.size === 1 ? (plan.files[0]?.tool ?? null) : null;
}
