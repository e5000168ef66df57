/** The ledger: what was paid, asked, declined and refused, newest first. */
import { useState } from "preact/hooks";

import type { OpenLink, Perform } from "../../backend";
import type { Language, PaymentsView, Problem } from "../../contract";
import { Copyable } from "../../parts/copyable";
import { Notice, ProblemNotice } from "../../parts/notice";
import { Payment } from "../../parts/payment";
import { usePaying } from "../../paying";
import { useWords } from "../../words";

/** Writes the whole ledger into a file. */
const EXPORT_COMMAND = "purser ledger --csv > payments.csv";

type LedgerProps = { payments: PaymentsView; language: Language; perform: Perform; openLink: OpenLink };

/** The part; one payment is open at a time. */
export function Ledger({ payments: { payments }, language, perform, openLink }: LedgerProps) {
  const say = useWords();
  const asking = usePaying(perform);
  const [open, setOpen] = useState<string | null>(null);
  const [linkProblem, setLinkProblem] = useState<Problem | null>(null);
  const unknown = payments.filter(({ state }) => state === "unknown").length;
  const askChain = { label: say("ask-chain"), busy: asking.busy, run: () => void asking.ask({ type: "readBalances" }) };
  if (payments.length === 0) {
    return (
      <section class="empty">
        <h2>{say("ledger-empty")}</h2>
        <p class="soft">{say("ledger-empty-what")}</p>
      </section>
    );
  }
  return (
    <>
      {unknown > 0 && (
        <Notice tone="warn" title={say("unknown-title", { count: unknown })} action={askChain}>
          {say("payment-unknown-what")}
        </Notice>
      )}
      <ProblemNotice problem={asking.problem ?? linkProblem} />
      <ul class="messages">
        {payments.map((payment) => (
          <Payment
            key={payment.intent}
            payment={payment}
            language={language}
            open={open === payment.intent}
            onSelect={() => setOpen(open === payment.intent ? null : payment.intent)}
            onOpenLink={async (url) => setLinkProblem(await openLink(url))}
          />
        ))}
      </ul>
      <p class="hint">
        {say("ledger-export")} <Copyable text={EXPORT_COMMAND} label={say("copy-command")} />
      </p>
    </>
  );
}
