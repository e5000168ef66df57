/** Questions to the person as cards; each is answered once. */
import { useState } from "preact/hooks";

import type { Perform } from "../../backend";
import { useSettled } from "../../clock";
import type { ApprovalView } from "../../contract";
import { Approval } from "../../parts/approval";
import { usePaying } from "../../paying";

type QuestionsProps = {
  asks: ApprovalView[];
  perform: Perform;
  /** Called with the intent of a question that was answered. */
  onAnswered?: (intent: string) => void;
};

/** The cards. When one goes, the next takes its place: a click counts only once they stand still. */
export function Questions({ asks, perform, onAnswered }: QuestionsProps) {
  const settled = useSettled(asks.map(({ id }) => id).join(" "));
  if (asks.length === 0) return null;
  return (
    <ul class="approvals">
      {asks.map((ask) => (
        <Question key={ask.id} ask={ask} settled={settled} perform={perform} onAnswered={onAnswered} />
      ))}
    </ul>
  );
}

type QuestionProps = { ask: ApprovalView; settled: boolean; perform: Perform; onAnswered: ((intent: string) => void) | undefined };

function Question({ ask, settled, perform, onAnswered }: QuestionProps) {
  const answering = usePaying(perform);
  const [done, setDone] = useState(false);
  const answer = async (type: "approve" | "decline") => {
    onAnswered?.(ask.intent);
    if (await answering.ask({ type, ask: ask.id })) setDone(true);
  };
  return (
    <Approval
      approval={ask}
      settled={settled}
      busy={answering.busy || done}
      problem={answering.problem}
      onApprove={() => void answer("approve")}
      onDecline={() => void answer("decline")}
    />
  );
}
