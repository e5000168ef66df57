/** The limits: what is paid without a question. Tried on the past before they are saved. */
import { useEffect, useState } from "preact/hooks";

import type { Perform } from "../../backend";
import type { Limits, PaymentsView } from "../../contract";
import { Choice } from "../../parts/choice";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { usePaying } from "../../paying";
import { useWords } from "../../words";

type Amounts = Exclude<keyof Limits, "unknown">;

/** Decimal text with at most the six decimals that dollar-pegged tokens have. */
const AMOUNT = /^\d{1,12}(\.\d{1,6})?$/;

/** The part; what is typed stays until it is saved. */
export function LimitsSection({ payments: { limits, backTest, spentToday }, perform }: { payments: PaymentsView; perform: Perform }) {
  const say = useWords();
  const saving = usePaying(perform);
  const trying = usePaying(perform);
  const [draft, setDraft] = useState(limits);
  const [touched, setTouched] = useState(false);
  useEffect(() => {
    if (!touched) setDraft(limits);
  }, [limits, touched]);
  const change = (changed: Partial<Limits>) => {
    setDraft({ ...draft, ...changed });
    setTouched(true);
  };
  const readable = amountsOf(draft).every((amount) => AMOUNT.test(amount));
  const saved = sameLimits(draft, limits);
  const save = async () => {
    if (await saving.ask({ type: "setLimits", limits: draft })) setTouched(false);
  };
  const amount = (name: Amounts, label: string, hint: string) => (
    <Field
      kind="amount"
      label={label}
      hint={AMOUNT.test(draft[name]) ? hint : say("amount-hint")}
      value={draft[name]}
      onValue={(typed) => change({ [name]: typed.trim() })}
      invalid={!AMOUNT.test(draft[name])}
    />
  );
  return (
    <form
      class="card"
      aria-labelledby="limits-name"
      onSubmit={(event) => {
        event.preventDefault();
        if (readable && !saved) void save();
      }}
    >
      <div class="card-head">
        <h2 id="limits-name">{say("limits-title")}</h2>
        <p class="soft">{say("spent-today", { spent: spentToday, limit: limits.perDay })}</p>
      </div>
      <p class="soft">{say("limits-what")}</p>
      <div class="amounts">
        {amount("perPayment", say("limit-payment"), say("limit-payment-what"))}
        {amount("perOriginDay", say("limit-origin"), say("limit-origin-what"))}
        {amount("perDay", say("limit-day"), say("limit-day-what"))}
        {amount("channelDeposit", say("limit-channel"), say("limit-channel-what"))}
      </div>
      <Choice
        legend={say("unknown-origins")}
        look="list"
        chosen={draft.unknown}
        onChoose={(unknown) => change({ unknown })}
        options={[
          { value: "ask", label: say("unknown-ask"), hint: say("unknown-ask-what") },
          { value: "refuse", label: say("unknown-refuse"), hint: say("unknown-refuse-what") },
        ]}
      />
      <div role="status">{backTest && sameLimits(backTest.limits, draft) && <p class="back-test">{backTest.sentence}</p>}</div>
      <ProblemNotice problem={saving.problem ?? trying.problem} />
      <div class="actions">
        <button type="button" class="button" disabled={!readable || trying.busy} onClick={() => void trying.ask({ type: "backTest", limits: draft })}>
          {trying.busy ? say("trying-limits") : say("try-limits")}
        </button>
        <button type="submit" class="button primary" disabled={!readable || saved || saving.busy}>
          {saved ? say("limits-saved") : say("save-limits")}
        </button>
        {!saved && (
          <button type="button" class="link" onClick={() => setTouched(false)}>
            {say("back-to-saved")}
          </button>
        )}
      </div>
    </form>
  );
}

const amountsOf = ({ perPayment, perOriginDay, perDay, channelDeposit }: Limits): string[] => [perPayment, perOriginDay, perDay, channelDeposit];

/** Whether they say the same; `0.1` and `0.10` do. */
function sameLimits(one: Limits, other: Limits): boolean {
  const others = amountsOf(other);
  return one.unknown === other.unknown && amountsOf(one).every((amount, place) => Number(amount) === Number(others[place]));
}
