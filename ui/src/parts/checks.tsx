/** What was checked, and how each check went: in words, and in colour too. */
import type { CheckOutcome, CheckView } from "../contract";
import { useWords, type Say } from "../words";
import { Said } from "./said";

/** The checks, in their order, with the sum of them. */
export function Checks({ checks }: { checks: CheckView[] }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="checks-name">
      <div class="card-head">
        <h2 id="checks-name">{say("checks")}</h2>
        <p class="soft" role="status">
          {sumOf(checks, say)}
        </p>
      </div>
      <ul class="checks">
        {checks.map(({ id, outcome, text }) => (
          <li key={id} class="check">
            <OutcomeChip outcome={outcome} />
            <p>
              <Said text={text} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How something went, in a word. */
export function OutcomeChip({ outcome }: { outcome: CheckOutcome }) {
  const say = useWords();
  const words: Record<CheckOutcome, string> = {
    fine: say("check-fine"),
    warning: say("check-warning"),
    failed: say("check-failed"),
  };
  return (
    <span class="chip" data-outcome={outcome}>
      {words[outcome]}
    </span>
  );
}

function sumOf(checks: CheckView[], say: Say): string {
  const failed = checks.filter((check) => check.outcome === "failed").length;
  const warnings = checks.filter((check) => check.outcome === "warning").length;
  if (failed > 0) return say("checks-some-failed", { count: failed });
  return warnings > 0 ? say("checks-some-warn", { count: warnings }) : say("checks-all-fine");
}
