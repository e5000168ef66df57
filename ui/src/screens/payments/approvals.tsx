/** What waits for the person, and what came of the last answer. */
import type { OpenLink, Perform } from "../../backend";
import type { PaymentsView } from "../../contract";
import { ProblemNotice } from "../../parts/notice";
import { Receipt } from "../../parts/receipt";
import { useWords } from "../../words";
import { Questions, useAnswering } from "./questions";

/** The part; questions stand oldest first, so that a new one moves none. */
export function Approvals({ payments, perform, openLink }: { payments: PaymentsView; perform: Perform; openLink: OpenLink }) {
  const say = useWords();
  const answering = useAnswering(perform);
  const { asks } = payments;
  const { answered, problem } = answering;
  const isGone = answered !== null && !asks.some(({ id }) => id === answered.id);
  const last = isGone ? payments.payments.find(({ intent, state }) => intent === answered.intent && state !== "asked") : undefined;
  return (
    <section class="waiting" aria-labelledby="approvals-name">
      <h2 id="approvals-name" class="unseen">
        {say("approvals")}
      </h2>
      {isGone && <ProblemNotice problem={problem} />}
      <div role="status">{last && <Receipt payment={last} onOpenLink={(url) => void openLink(url)} />}</div>
      {asks.length === 0 && (
        <div class="empty">
          <h3>{say("approvals-empty")}</h3>
          <p class="soft">{say("approvals-empty-what")}</p>
        </div>
      )}
      <Questions asks={asks} answering={answering} />
    </section>
  );
}
