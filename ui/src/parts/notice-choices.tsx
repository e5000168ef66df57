/** Which notifications are shown, and when none are. */
import { useId, useState } from "preact/hooks";

import type { NoticeKind, NoticesView, Problem, QuietHours } from "../contract";
import { useWords } from "../words";
import { Check } from "./check";
import { Field } from "./field";
import { ProblemNotice } from "./notice";

type NoticeChoicesProps = {
  notices: NoticesView;
  /** Why the hours could not be kept. */
  problem: Problem | null;
  onKind: (kind: NoticeKind, on: boolean) => void;
  /** Keeps quiet in these hours; null never. */
  onQuiet: (hours: QuietHours | null) => void;
};

/** The card. A kind takes effect at once, hours when they are saved. */
export function NoticeChoices({ notices, problem, onKind, onQuiet }: NoticeChoicesProps) {
  const say = useWords();
  const id = useId();
  const kinds: { kind: NoticeKind; label: string; hint?: string }[] = [
    { kind: "message", label: say("notice-message") },
    { kind: "lowBalance", label: say("notice-low-balance") },
    { kind: "pricingMode", label: say("notice-pricing-mode") },
    { kind: "paymentAsked", label: say("notice-payment-asked"), hint: say("notice-payment-asked-hint") },
    { kind: "paymentSettled", label: say("notice-payment-settled") },
    { kind: "paymentUnknown", label: say("notice-payment-unknown") },
    { kind: "drift", label: say("notice-drift") },
    { kind: "update", label: say("notice-update") },
  ];
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{say("notifications")}</h2>
      <p class="soft">{say("notifications-what")}</p>
      <fieldset class="choice" data-look="list">
        <legend>{say("notice-kinds")}</legend>
        <div class="options">
          {kinds.map(({ kind, ...said }) => (
            <Check key={kind} {...said} checked={!notices.off.includes(kind)} onCheck={(on) => onKind(kind, on)} />
          ))}
        </div>
      </fieldset>
      <Quiet quiet={notices.quiet} problem={problem} onQuiet={onQuiet} />
    </section>
  );
}

/** What the fields hold before any hours were kept. */
const NIGHT: QuietHours = { from: "22:00", until: "07:00" };

function Quiet({ quiet, problem, onQuiet }: { quiet: QuietHours | null } & Pick<NoticeChoicesProps, "problem" | "onQuiet">) {
  const say = useWords();
  const id = useId();
  const [chosen, setChosen] = useState<QuietHours | null>(null);
  const typed = chosen ?? quiet ?? NIGHT;
  const same = quiet?.from === typed.from && quiet.until === typed.until;
  return (
    <form
      class="ask"
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        onQuiet(typed);
      }}
    >
      <h3 id={id}>{say("quiet-hours")}</h3>
      <p class="soft">{quiet ? say("quiet-now-set", quiet) : say("quiet-hours-what")}</p>
      <Field label={say("quiet-from")} kind="time" value={typed.from} onValue={(from) => setChosen({ ...typed, from })} invalid={problem !== null} />
      <Field label={say("quiet-until")} kind="time" value={typed.until} onValue={(until) => setChosen({ ...typed, until })} invalid={problem !== null} />
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button" disabled={same}>
          {quiet ? say("change-quiet-hours") : say("save-quiet-hours")}
        </button>
        {quiet && (
          <button type="button" class="button" onClick={() => onQuiet(null)}>
            {say("end-quiet-hours")}
          </button>
        )}
      </div>
    </form>
  );
}
