/** Questions to the person as cards; each is answered once. */
import { useState } from "preact/hooks";

import type { Perform } from "../../backend";
import { useSettled } from "../../clock";
import type { ApprovalView, Problem } from "../../contract";
import { Approval, type Verdict } from "../../parts/approval";
import { usePaying } from "../../paying";

/** The answers that are given, one at a time. */
export type Answering = {
  /** The question that was answered last; none while none was. */
  answered: ApprovalView | null;
  /** What was answered. */
  verdict: Verdict | null;
  busy: boolean;
  problem: Problem | null;
  answer: (ask: ApprovalView, verdict: Verdict) => void;
};

/** Answers questions through `perform`. */
export function useAnswering(perform: Perform): Answering {
  const { problem, busy, ask: send } = usePaying(perform);
  const [last, setLast] = useState<{ ask: ApprovalView; verdict: Verdict } | null>(null);
  return {
    answered: last?.ask ?? null,
    verdict: last?.verdict ?? null,
    busy,
    problem,
    answer: (ask, verdict) => {
      setLast({ ask, verdict });
      void send({ type: verdict, ask: ask.id });
    },
  };
}

/** The cards. When one goes, the next takes its place: a click counts only once they stand still. */
export function Questions({ asks, answering }: { asks: ApprovalView[]; answering: Answering }) {
  const settled = useSettled(asks.map(({ id }) => id).join(" "));
  const { answered, verdict, busy, problem, answer } = answering;
  if (asks.length === 0) return null;
  return (
    <ul class="approvals">
      {asks.map((ask) => {
        const isAnswered = answered?.id === ask.id;
        const given = isAnswered && !problem ? verdict : null;
        return (
          <Approval
            key={ask.id}
            approval={ask}
            settled={settled}
            busy={busy}
            given={given}
            problem={isAnswered ? problem : null}
            onAnswer={(chosen) => answer(ask, chosen)}
          />
        );
      })}
    </ul>
  );
}
