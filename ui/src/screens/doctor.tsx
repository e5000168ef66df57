/** Doctor: what is really in force, and why. */
import { useEffect, useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { Perform } from "../backend";
import type { Command, Tool, View } from "../contract";
import { Checks } from "../parts/checks";
import { Effective } from "../parts/effective";
import { ProblemNotice } from "../parts/notice";
import { Turns } from "../parts/turns";
import { HERE } from "../spots";
import { useWords } from "../words";

/** The default places, in no folder in particular. */
const EXAMINE: Command = { type: "examine", place: HERE, project: null };

/** The screen; examines when it opens, and keeps the last result, greyed, meanwhile. */
export function Doctor({ view, perform }: { view: View; perform: Perform }) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  useEffect(() => void ask(EXAMINE), [ask]);
  const turning = useAsk(perform);
  const [asked, setAsked] = useState<Tool | null>(null);
  const tryTurn = (tool: Tool) => {
    setAsked(tool);
    void turning.ask({ type: "tryTurn", tool });
  };
  const examining = view.working.includes("examine");
  return (
    <>
      <header class="title">
        <h1>{say("doctor")}</h1>
        <button type="button" class="button" disabled={examining} onClick={() => void ask(EXAMINE)}>
          {examining ? say("checking") : say("check-again")}
        </button>
      </header>
      <p class="lead">{say("doctor-what")}</p>
      <ProblemNotice problem={problem} />
      {view.doctor ? (
        <div class="examined" aria-busy={examining}>
          <Checks checks={view.doctor.checks} />
          {view.doctor.turns.length > 0 && (
            <Turns
              turns={view.doctor.turns}
              waiting={view.working.includes("turn")}
              asked={asked}
              problem={turning.problem}
              onTry={tryTurn}
            />
          )}
          {view.doctor.values.length > 0 && <Effective values={view.doctor.values} />}
        </div>
      ) : (
        <section class="empty">
          <h2>{examining ? say("doctor-first") : say("doctor-none")}</h2>
          <p class="soft">{say("doctor-none-what")}</p>
        </section>
      )}
    </>
  );
}
