/** A known origin: how it is treated, what it was paid today, and who it was paid to. */
import { useId } from "preact/hooks";

import type { OriginRule, OriginView, Payer, Problem } from "../contract";
import { useWords } from "../words";
import { Address } from "./address";
import { Check } from "./check";
import { Choice } from "./choice";
import { ProblemNotice } from "./notice";
import { PAYER_NAMES } from "./payer-names";

type OriginProps = {
  origin: OriginView;
  /** Who can pay: the Pay Wallet, and each other wallet on this computer. */
  payers: Payer[];
  busy: boolean;
  problem: Problem | null;
  onRule: (rule: OriginRule) => void;
  onForget: () => void;
};

/** The entry; each choice takes effect at once. */
export function Origin({ origin: { rule, recipient, spentToday }, payers, busy, problem, onRule, onForget }: OriginProps) {
  const say = useWords();
  const id = useId();
  const offered = payers.includes(rule.payer) ? payers : [...payers, rule.payer];
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
      <Check
        label={say("origin-exchange")}
        hint={say("origin-exchange-what")}
        checked={rule.exchange}
        disabled={busy}
        onCheck={(exchange) => onRule({ ...rule, exchange })}
      />
      {offered.length > 1 && (
        <Choice
          legend={say("paid-with")}
          chosen={rule.payer}
          onChoose={(payer) => onRule({ ...rule, payer })}
          options={offered.map((payer) => ({ value: payer, label: PAYER_NAMES[payer] }))}
        />
      )}
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
