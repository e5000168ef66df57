/** What became of a request to a paid API: a question, a Problem, or the answer. */
import { useLayoutEffect, useRef } from "preact/hooks";

import type { OpenLink, Perform } from "../../backend";
import type { AnswerState, PaymentsView, Problem } from "../../contract";
import { Answer } from "../../parts/answer";
import { ProblemNotice, type Action } from "../../parts/notice";
import type { Requesting } from "../../paying";
import { useWords, type Say } from "../../words";
import type { PaymentsSection } from "../payments";
import { Questions, useAnswering } from "../payments/questions";

/** What every part of Paid APIs is given. */
export type ApiProps = {
  payments: PaymentsView;
  perform: Perform;
  openLink: OpenLink;
  /** Goes to a part of Payments. */
  go: (section: PaymentsSection) => void;
};

type OutcomeProps = ApiProps & {
  request: Requesting;
  /** The Problem to show; none where it is shown at the field that it is about. */
  problem: Problem | null;
};

/** The outcome; nothing before something was sent. */
export function Outcome({ payments, perform, openLink, go, request, problem }: OutcomeProps) {
  const say = useWords();
  const answering = useAnswering(perform);
  const { answer, close } = request;
  const asks = payments.asks.filter(({ intent }) => intent === answer?.intent);
  const place = useRef<HTMLDivElement>(null);
  const isShown = asks.length > 0 || problem !== null || answer?.state === "answered" || answer?.state === "quoted";
  // It may be below what can be seen.
  useLayoutEffect(() => {
    if (isShown) place.current?.scrollIntoView({ block: "nearest" });
  }, [isShown, answer?.state]);
  const isUnderway = request.busy && asks.length === 0;
  return (
    <div class="outcome" ref={place}>
      <Questions asks={asks} answering={answering} />
      <ProblemNotice
        problem={problem}
        action={problem ? wayOn(problem, go, say) : undefined}
        calm={problem?.code === "paymentDeclined"}
      />
      {/* What the page shows below is only read out here. */}
      <p class={isUnderway ? "soft" : "unseen"} role="status">
        {answer && standing(answer.state, asks.length > 0, say)}
      </p>
      {answer && <Answer answer={answer} onOpenLink={(url) => void openLink(url)} onClose={close} />}
    </div>
  );
}

/** How far it is, in a few words; the answer itself is not read out as a whole. */
function standing(state: AnswerState, isAsked: boolean, say: Say): string | null {
  switch (state) {
    case "working":
      return say("answer-working");
    case "asked":
      return isAsked ? say("answer-asked") : say("answer-working");
    case "quoted":
    case "answered":
      return say("answer-came");
    case "failed":
      return null;
  }
}

/** Where a Problem of paying can be mended. */
function wayOn({ code }: Problem, go: ApiProps["go"], say: Say): Action | undefined {
  switch (code) {
    case "keyMissing":
    case "balanceTooLow":
      return { label: say("open-wallet"), run: () => go("wallet") };
    case "limitReached":
      return { label: say("change-limits"), run: () => go("limits") };
    case "approvalNeeded":
      return { label: say("review"), run: () => go("approvals") };
    case "paymentUnknown":
      return { label: say("open-ledger"), run: () => go("ledger") };
    default:
      return undefined;
  }
}
