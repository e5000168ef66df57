/** Who paid for an answer, said plainly. A sponsor's reference is never called a transaction. */
import type { AnswerView, SponsoredView } from "../contract";
import { useWords } from "../words";
import { Notice } from "./notice";
import { Receipt } from "./receipt";
import { ServerWords } from "./server-words";

/** One line, or the task that comes first; nothing where a Problem says it. */
export function WhoPaid({ answer: { sponsored, payment, problem }, onOpenLink }: { answer: AnswerView; onOpenLink: (url: string) => void }) {
  const say = useWords();
  if (sponsored && sponsored.by !== "person") return <Sponsored sponsored={sponsored} />;
  if (payment) return <Receipt payment={payment} onOpenLink={onOpenLink} />;
  if (problem) return null;
  return <p class="hint">{sponsored ? say("paid-by-you") : say("nothing-paid")}</p>;
}

function Sponsored({ sponsored }: { sponsored: Exclude<SponsoredView, { by: "person" }> }) {
  const say = useWords();
  switch (sponsored.by) {
    case "sponsor":
      return (
        <div class="receipt">
          <p class="receipt-line">
            <span class="chip" data-payment="sponsored">
              {say("paid-by-sponsor")}
            </span>{" "}
            <strong>
              <bdi>{sponsored.name}</bdi>
            </strong>{" "}
            <span class="soft">{say("paid-nothing-yourself")}</span>
          </p>
          {sponsored.reference && (
            <p class="hint">
              {say("sponsor-reference")} <code>{sponsored.reference}</code>
            </p>
          )}
        </div>
      );
    case "taskFirst":
      return (
        <>
          <Notice tone="warn" title={say("task-first")}>
            {say("task-first-what")}
          </Notice>
          <ServerWords text={sponsored.task} />
        </>
      );
    case "free":
      return (
        <p class="receipt-line">
          <span class="chip" data-payment="sponsored">
            {say("free")}
          </span>{" "}
          <span class="soft">{say("nothing-paid")}</span>
        </p>
      );
  }
}
