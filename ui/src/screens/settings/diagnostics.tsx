/** A report about Purser itself: shown whole, then saved or sent as it was shown. */
import { useState } from "preact/hooks";

import { useAsk } from "../../ask";
import type { Perform } from "../../backend";
import type { DiagnosticsCommand, DiagnosticsView, View } from "../../contract";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { useWords } from "../../words";

type Ask = (ask: DiagnosticsCommand) => void;

/** The card; nothing is gathered, saved or sent before it is asked for here. */
export function Diagnostics({ view, perform }: { view: View; perform: Perform }) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const [note, setNote] = useState("");
  const busy = view.working.includes("diagnostics");
  const { diagnostics: report } = view;
  const askFor: Ask = (wanted) => void ask({ type: "diagnostics", ask: wanted });
  return (
    <section class="card" aria-labelledby="diagnostics-name">
      <h2 id="diagnostics-name">{say("diagnostics")}</h2>
      <p class="soft">{say("diagnostics-what")}</p>
      <ProblemNotice problem={problem} />
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          askFor({ type: "show", note });
        }}
      >
        <Field
          label={say("diagnostics-note")}
          hint={say("diagnostics-note-hint")}
          kind="lines"
          lines={2}
          required={false}
          value={note}
          onValue={setNote}
        />
        <div class="actions">
          <button type="submit" class="button" disabled={busy}>
            {busy ? say("diagnostics-working") : report ? say("diagnostics-show-again") : say("diagnostics-show")}
          </button>
        </div>
      </form>
      {report && <Shown report={report} view={view} busy={busy} askFor={askFor} />}
    </section>
  );
}

type ShownProps = { report: DiagnosticsView; view: View; busy: boolean; askFor: Ask };

function Shown({ report, view, busy, askFor }: ShownProps) {
  const say = useWords();
  const { digest, title, description, text, saved, sent } = report;
  const { host } = view.gateway;
  const signedIn = view.session.state === "signedIn";
  return (
    <>
      <p>{say("diagnostics-shown")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs the keyboard */}
      <section class="raw" aria-label={say("diagnostics-text")} tabIndex={0}>
        <pre>{title}</pre>
        {description && <pre>{description}</pre>}
        <pre>{text}</pre>
      </section>
      {!signedIn && <p class="soft">{say("diagnostics-sign-in")}</p>}
      <p role="status">
        {saved && say("diagnostics-saved", { file: saved })} {sent && say("diagnostics-sent", { host })}
      </p>
      <div class="actions">
        <button type="button" class="button primary" disabled={busy || sent || !signedIn} onClick={() => askFor({ type: "send", digest })}>
          {say("diagnostics-send", { host })}
        </button>
        <button type="button" class="button" disabled={busy} onClick={() => askFor({ type: "save", digest })}>
          {say("diagnostics-save")}
        </button>
        <button type="button" class="button" onClick={() => askFor({ type: "putAway" })}>
          {say("diagnostics-put-away")}
        </button>
      </div>
    </>
  );
}
