/** What waits for the person, and what came of the last answers. */
import { useState } from "preact/hooks";

import type { OpenLink, Perform } from "../../backend";
import type { PaymentsView } from "../../contract";
import { Receipt } from "../../parts/receipt";
import { useWords } from "../../words";
import { Questions } from "./questions";

/** The part; questions stand oldest first, so that a new one moves none. */
export function Approvals({ payments, perform, openLink }: { payments: PaymentsView; perform: Perform; openLink: OpenLink }) {
  const say = useWords();
  const [answered, setAnswered] = useState<string | null>(null);
  const { asks } = payments;
  const last = payments.payments.find(({ intent, state }) => intent === answered && state !== "asked");
  return (
    <>
      {asks.length === 0 && !last && (
        <section class="empty">
          <h2>{say("approvals-empty")}</h2>
          <p class="soft">{say("approvals-empty-what")}</p>
        </section>
      )}
      <Questions asks={asks} perform={perform} onAnswered={setAnswered} />
      <div role="status">{last && <Receipt payment={last} onOpenLink={(url) => void openLink(url)} />}</div>
    </>
  );
}
