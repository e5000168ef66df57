/** Performing a command and keeping the Problem it ended in, for the one place that shows it. */
import { useCallback, useState } from "preact/hooks";

import type { Command, Problem } from "./contract";
import type { Perform } from "./backend";

/** What a screen needs to ask for something. */
export type Asking = {
  /** Why the last ask could not be done; none while one is under way or after one was done. */
  problem: Problem | null;
  /** Performs the command; true when it was done. */
  ask: (command: Command) => Promise<boolean>;
};

/** Asks through `perform`. */
export function useAsk(perform: Perform): Asking {
  const [problem, setProblem] = useState<Problem | null>(null);
  const ask = useCallback(
    async (command: Command) => {
      setProblem(null);
      const answer = await perform(command);
      setProblem(answer);
      return answer === null;
    },
    [perform],
  );
  return { problem, ask };
}
