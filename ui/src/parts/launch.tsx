/** Whether the session starts Purser at log-in. */
import { useId } from "preact/hooks";

import type { AutostartView, Problem } from "../contract";
import { useWords } from "../words";
import { Check } from "./check";
import { Notice, ProblemNotice } from "./notice";

type LaunchProps = {
  autostart: Exclude<AutostartView, "unavailable">;
  /** Why the entry was left as it is. */
  problem: Problem | null;
  onChoose: (on: boolean) => void;
};

/** The card; the choice takes effect at once. */
export function Launch({ autostart, problem, onChoose }: LaunchProps) {
  const say = useWords();
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{say("launch")}</h2>
      <Check
        label={say("launch-at-login")}
        hint={say("launch-hint")}
        checked={autostart === "on" || autostart === "broken"}
        onCheck={onChoose}
      />
      {autostart === "broken" && (
        <Notice tone="warn" title={say("launch-broken")} action={{ label: say("launch-mend"), run: () => onChoose(true) }}>
          {say("launch-broken-what")}
        </Notice>
      )}
      {autostart === "foreign" && !problem && (
        <Notice tone="note" title={say("launch-foreign")}>
          {say("launch-foreign-what")}
        </Notice>
      )}
      <ProblemNotice problem={problem} />
    </section>
  );
}
