/**
 * One change to other programs' files at a time: what was asked for, why it could not be done, and
 * what was written last. Writes nothing by itself and knows no words.
 */
import { useCallback, useState } from "preact/hooks";

import { useAsk } from "./ask";
import type { Perform } from "./backend";
import type { Change, Place, PlanView, Problem, Tool } from "./contract";
import type { Asked } from "./spots";

/** What was done last, and how many files it wrote; none where that is not told. */
export type Written = { asked: Asked; files: number | null };

/** The change under way, and the ways to go on with it. */
export type Changing = {
  /** What was asked for last; none while nothing was. */
  asked: Asked | null;
  /** Why it could not be done. */
  problem: Problem | null;
  /** What was written, until the next change is asked for. */
  written: Written | null;
  /** Computes what the change would do. */
  look: (change: Change) => void;
  /** Computes once more what was asked for, since its plan is out of date. */
  lookAgain: () => void;
  /** Puts back at once what of ours changed. */
  repair: (tool: Tool, place: Place) => void;
  /** Writes the shown plan. */
  apply: () => void;
  /** Puts the shown plan away. */
  dismiss: () => void;
};

/** Follows the change from the ask to the written file. */
export function useChanging(perform: Perform, plan: PlanView | null): Changing {
  const { problem, ask } = useAsk(perform);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [written, setWritten] = useState<Written | null>(null);

  const look = useCallback(
    (change: Change) => {
      setAsked(change);
      setWritten(null);
      void ask({ type: "plan", change });
    },
    [ask],
  );
  const repair = async (tool: Tool, place: Place) => {
    const repairing: Asked = { type: "repair", tool, place };
    setAsked(repairing);
    setWritten(null);
    if (await ask(repairing)) setWritten({ asked: repairing, files: null });
  };
  const apply = async ({ id, change, files }: PlanView) => {
    setAsked(change);
    const changed = files.filter((file) => !file.noChange).length;
    if (await ask({ type: "applyPlan", plan: id })) setWritten({ asked: change, files: changed });
  };
  return {
    asked,
    problem,
    written,
    look,
    lookAgain: () => asked && look(changeIn(asked)),
    repair: (tool, place) => void repair(tool, place),
    apply: () => plan && void apply(plan),
    dismiss: () => {
      setAsked(plan?.change ?? asked);
      void ask({ type: "dismissPlan" });
    },
  };
}

/** The change that can be looked at; a repair is a set-up that was seen before. */
function changeIn(asked: Asked): Change {
  if (asked.type !== "repair") return asked;
  return { type: "setUp", tool: asked.tool, place: asked.place, token: "command" };
}
