/** A known origin: how it is treated, what it was paid today, and who it was paid to. */
import { useId } from "preact/hooks";

import type { OriginRule, OriginView, OutsideView, Payer, Problem } from "../contract";
import { useWords } from "../words";
import { Address } from "./address";
import { Check } from "./check";
import { Choice } from "./choice";
import { ProblemNotice } from "./notice";
import { PAYER_NAMES } from "./payer-names";

type OriginProps = {
  origin: OriginView;
  /** Other wallets on this computer that could pay. */
  outside: OutsideView[];
  busy: boolean;
  problem: Problem | null;
  onRule: (rule: OriginRule) => void;
  onForget: () => void;
};

/** The entry; each choice takes effect at once. */
export function Origin({ origin: { rule, recipient, spentToday }, outside, busy, problem, onRule, onForget }: OriginProps) {
  const say = useWords();
  const id = useId();
  const payers = new Set<Payer>(["purser", ...outside.map(({ payer }) => payer), rule.payer]);
  const programOf = (wanted: Payer) => outside.find(({ payer }) => payer === wanted)?.program ?? "";
  return (
    <li class="entry-line" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>
          <bdi>{rule.origin}</bdi>
        </h3>
        <p class="soft">{say("spent-there", { spent: spentToday })}</p>
      </div>
      <Check
        label={say("origin-allow")}
        hint={say("origin-allow-what")}
        checked={rule.allowed}
        disabled={busy}
        onCheck={(allowed) => onRule({ ...rule, allowed })}
      />
      {payers.size > 1 && (
        <Choice
          legend={say("paid-with")}
          chosen={rule.payer}
          onChoose={(payer) => onRule({ ...rule, payer })}
          options={[...payers].map((payer) => ({ value: payer, label: PAYER_NAMES[payer], hint: programOf(payer) }))}
        />
      )}
      <details>
        <summary>{rule.exchange ? say("origin-dialect-exchange") : say("origin-dialect")}</summary>
        <Check
          label={say("origin-exchange")}
          hint={say("origin-exchange-what")}
          checked={rule.exchange}
          disabled={busy}
          onCheck={(exchange) => onRule({ ...rule, exchange })}
        />
      </details>
      <ProblemNotice problem={problem} />
      <div class="removal">
        <p class="hint">
          {recipient ? (
            <>
              {say("paid-to-last")} <Address text={recipient} />
            </>
          ) : (
            say("paid-to-nobody")
          )}
        </p>
        <button type="button" class="button small" disabled={busy} aria-describedby={id} onClick={onForget}>
          {say("forget-origin")}
        </button>
      </div>
    </li>
  );
}
