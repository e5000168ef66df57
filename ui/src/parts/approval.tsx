/** A question to the person: what is asked for, by whom, why, and the two answers. */
import { useId, useRef } from "preact/hooks";

import { countdownText, useSecondsSinceArrival } from "../clock";
import type { ApprovalView, PriceView, Problem } from "../contract";
import { useWords } from "../words";
import { Address } from "./address";
import { Copyable } from "./copyable";
import { useFocusBack } from "./focus";
import { Network } from "./network";
import { ProblemNotice } from "./notice";
import { ServerWords } from "./server-words";

/** The two answers. */
export type Verdict = "approve" | "decline";

type ApprovalProps = {
  approval: ApprovalView;
  /** Whether it stands still, so that a click can be meant for nothing else. */
  settled: boolean;
  /** Whether an answer to this or another question is under way. */
  busy: boolean;
  /** What was answered; none while nothing was, or when it could not be done. */
  given: Verdict | null;
  problem: Problem | null;
  onAnswer: (verdict: Verdict) => void;
};

/** The card. Neither answer has the focus by itself, and an offer that ended cannot be paid. */
export function Approval({ approval, settled, busy, given, problem, onAnswer }: ApprovalProps) {
  const say = useWords();
  const id = useId();
  const card = useRef<HTMLLIElement>(null);
  useFocusBack(card);
  const { price, deposit, host, method, path, reasons, description } = approval;
  const passed = useSecondsSinceArrival();
  const left = approval.expiresInSeconds === null ? null : approval.expiresInSeconds - passed;
  const fixed = busy || given !== null || !settled;
  const ended = left !== null && left <= 0;
  return (
    <li class="card approval" aria-labelledby={id} ref={card}>
      <div class="approval-head">
        <h2 id={id}>
          <span class="approval-amount">{price.amount}</span>
          <span class="approval-host">
            {say("to-host")} <bdi>{host}</bdi>
          </span>
        </h2>
        {left !== null && (
          <p class="chip" data-state={ended ? "ended" : undefined}>
            <span class="countdown" role="timer">
              {ended ? say("offer-ended") : say("offer-ends-in", { time: countdownText(left) })}
            </span>
          </p>
        )}
      </div>
      <ul class="reasons" aria-label={say("asked-because")}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <dl class="facts">
        <dt>{say("request")}</dt>
        <dd>
          <code>
            {method} {path}
          </code>
        </dd>
        {deposit && (
          <>
            <dt>{say("deposit")}</dt>
            <dd>{say("deposit-what", { deposit })}</dd>
          </>
        )}
        <Terms price={price} />
      </dl>
      {description && <ServerWords text={description} />}
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="button" class="button primary" disabled={fixed || ended} onClick={() => onAnswer("approve")}>
          {given === "approve" ? say("paying") : deposit ? say("pay-with-deposit", { deposit, amount: price.amount }) : say("pay-amount", { amount: price.amount })}
        </button>
        <button type="button" class="button" disabled={fixed} onClick={() => onAnswer("decline")}>
          {say("decline")}
        </button>
      </div>
    </li>
  );
}

/** Who is paid, where, and who pays the fee. */
function Terms({ price }: { price: PriceView }) {
  const say = useWords();
  return (
    <>
      <dt>{say("recipient")}</dt>
      <dd>
        <Copyable text={price.recipient} label={say("copy-recipient")}>
          <Address text={price.recipient} />
        </Copyable>
      </dd>
      {price.splits.length > 0 && (
        <>
          <dt>{say("splits")}</dt>
          <dd>
            <ul class="splits">
              {price.splits.map(({ amount, recipient }) => (
                <li key={`${recipient} ${amount}`}>
                  {amount} <Address text={recipient} />
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>{say("network")}</dt>
      <dd>
        <Network name={price.network} test={price.test} /> <span class="soft">· {price.way}</span>
      </dd>
      <dt>{say("network-fee")}</dt>
      <dd>{price.feePaid ? say("fee-by-server") : say("fee-by-you")}</dd>
    </>
  );
}
