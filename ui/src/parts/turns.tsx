/** Real turns, tool by tool: what one costs, and how the last one went. */
import { useId } from "preact/hooks";

import type { Problem, Tool, TurnResult, TurnView } from "../contract";
import { useWords } from "../words";
import { OutcomeChip } from "./checks";
import { ProblemNotice } from "./notice";
import { Said } from "./said";
import { TOOL_NAMES } from "./tool-names";

type TurnsProps = {
  turns: TurnView[];
  /** Whether a turn is under way. */
  waiting: boolean;
  /** The tool that was asked last. */
  asked: Tool | null;
  problem: Problem | null;
  onTry: (tool: Tool) => void;
};

/** The turns; nothing is spent before a button is pressed that says what it costs. */
export function Turns({ turns, waiting, asked, problem, onTry }: TurnsProps) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="turns-name">
      <h2 id="turns-name">{say("turns")}</h2>
      <p class="soft">{say("turns-what")}</p>
      <ul class="turns">
        {turns.map((turn) => (
          <Turn
            key={turn.tool}
            turn={turn}
            busy={waiting}
            waiting={waiting && asked === turn.tool}
            problem={asked === turn.tool ? problem : null}
            onTry={() => onTry(turn.tool)}
          />
        ))}
      </ul>
    </section>
  );
}

type TurnProps = { turn: TurnView; busy: boolean; waiting: boolean; problem: Problem | null; onTry: () => void };

function Turn({ turn: { tool, estimate, last }, busy, waiting, problem, onTry }: TurnProps) {
  const say = useWords();
  const id = useId();
  const price = estimate ? say("try-turn-for", { estimate }) : say("try-turn");
  return (
    <li class="turn" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>{TOOL_NAMES[tool]}</h3>
        <button type="button" class="button" aria-describedby={id} disabled={busy} onClick={onTry}>
          {waiting ? say("turn-under-way") : price}
        </button>
      </div>
      {!estimate && <p class="hint">{say("turn-price-unknown")}</p>}
      <ProblemNotice problem={problem} />
      <div role="status">{last && !waiting && <Result result={last} />}</div>
    </li>
  );
}

function Result({ result: { outcome, text, cost } }: { result: TurnResult }) {
  const say = useWords();
  return (
    <div class="check">
      <OutcomeChip outcome={outcome} />
      <div>
        <p>
          <Said text={text} />
        </p>
        <p class="hint">{cost ? say("turn-cost", { cost }) : say("turn-cost-unknown")}</p>
      </div>
    </div>
  );
}
