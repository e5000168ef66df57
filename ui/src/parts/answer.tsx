/** What a paid API answered: who paid, the rows, and the text as it came. Untrusted text, shown as text. */
import type { AnswerView, PaymentStateView } from "../contract";
import { useWords } from "../words";
import { Copyable } from "./copyable";
import { Offers } from "./offers";
import { Table } from "./table";
import { WhoPaid } from "./who-paid";

type AnswerProps = { answer: AnswerView; onOpenLink: (url: string) => void; onClose: () => void };

/** The answer, once there is one. */
export function Answer({ answer, onOpenLink, onClose }: AnswerProps) {
  const say = useWords();
  const { state, offers, payment, sponsored, status, contentType, table, text, problem } = answer;
  if (state === "working" || state === "asked") return null;
  // The Problem above says all there is.
  if (problem && !(payment && mayBePaid(payment.state)) && !sponsored && !text && offers.length === 0) return null;
  return (
    <div class="answer">
      <div class="card-head">
        <h3>{say("answer")}</h3>
        <button type="button" class="link" onClick={onClose}>
          {say("close")}
        </button>
      </div>
      <WhoPaid answer={answer} onOpenLink={onOpenLink} />
      {!payment && offers.length > 0 && <Offers offers={offers} />}
      {table && <Table table={table} label={say("answer-table")} />}
      <RawText answer={answer} folded={table !== null} />
      {status !== null && (
        <p class="hint">
          {say("answer-status", { status: String(status) })} {contentType}
        </p>
      )}
    </div>
  );
}

/** Whether money may have gone. */
function mayBePaid(state: PaymentStateView): boolean {
  switch (state) {
    case "underway":
    case "delivered":
    case "paidNotDelivered":
    case "unknown":
      return true;
    case "asked":
    case "expired":
    case "declined":
    case "refused":
    case "failed":
      return false;
  }
}

/** The text as it came; folded away where a table shows it. */
function RawText({ answer: { intent, text, more }, folded }: { answer: AnswerView; folded: boolean }) {
  const say = useWords();
  if (text === null) return null;
  return (
    <details open={!folded}>
      <summary>{say("raw-text")}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs the keyboard */}
      <section class="raw" aria-label={say("raw-text")} tabIndex={0}>
        <pre>{text}</pre>
      </section>
      {more && (
        <p class="hint">
          {say("answer-more")} <Copyable text={`purser ledger --answer ${intent}`} label={say("copy-command")} />
        </p>
      )}
    </details>
  );
}
