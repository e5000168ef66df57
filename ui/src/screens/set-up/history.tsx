/** What was done to other programs' files, newest first, and the way back from each step. */
import type { Changing } from "../../changing";
import type { View } from "../../contract";
import { Step } from "../../parts/step";
import { HISTORY, lineOf, spotOf } from "../../spots";
import { useWords } from "../../words";
import { Opened } from "./opened";

/** The history; says what will stand here while it is empty. */
export function History({ view, changing, busy }: { view: View; changing: Changing; busy: boolean }) {
  const say = useWords();
  const { history, language, plan } = view;
  const planAt = plan && spotOf(plan.change);
  // Undoing everything is for this computer's files; where only an undo is left to undo, it was done.
  const isAsBefore = history.every(({ canUndo, kind, host }) => !canUndo || kind === "undo" || host !== null);
  return (
    <>
      {history.length > 0 && <p class="lead">{say("history-what")}</p>}
      <section class={history.length > 0 ? "card history" : "empty"} aria-labelledby="history-name">
        <h2 id="history-name" class="unseen">
          {say("history")}
        </h2>
        {history.length === 0 && <p class="soft">{say("history-empty")}</p>}
        <ol class="steps">
          {history.map((step) => (
            <Step
              key={step.id}
              step={step}
              language={language}
              busy={busy}
              planOpen={planAt === lineOf(step.id)}
              onUndo={() => changing.look({ type: "undoStep", step: step.id })}
            >
              <Opened view={view} changing={changing} spot={lineOf(step.id)} />
            </Step>
          ))}
        </ol>
        <Opened view={view} changing={changing} spot={HISTORY} />
        {!isAsBefore && planAt !== HISTORY && (
          <div class="history-foot">
            <p class="hint">{say("undo-everything-what")}</p>
            <button type="button" class="button danger" disabled={busy} onClick={() => changing.look({ type: "undoEverything" })}>
              {say("undo-everything")}
            </button>
          </div>
        )}
      </section>
    </>
  );
}
