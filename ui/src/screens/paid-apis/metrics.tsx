/** How skills are used, as a PayloadExchange counts it, and a report of one use. */
import { useState } from "preact/hooks";

import { Check } from "../../parts/check";
import { Choice } from "../../parts/choice";
import { Field } from "../../parts/field";
import { Notice } from "../../parts/notice";
import { Table } from "../../parts/table";
import { useRequest } from "../../paying";
import { useWords, type Say } from "../../words";
import { Outcome, type ApiProps } from "./outcome";

/** What can happen to a skill. */
const EVENTS = ["created", "installed", "invoked", "completed", "failed"] as const;
/** HTTP statuses from this one on say no. */
const FIRST_REFUSAL = 300;
type Event = (typeof EVENTS)[number];

/** The card. */
export function Metrics(props: ApiProps) {
  const say = useWords();
  const { metrics } = props.payments.exchange;
  const columns = [say("metric-skill"), say("metric-uses"), say("metric-worked")];
  const rows = metrics.map(({ skill, total, successes }) => [skill, String(total), String(successes)]);
  return (
    <section class="card" aria-labelledby="metrics-name">
      <h2 id="metrics-name">{say("metrics")}</h2>
      {metrics.length > 0 ? <Table table={{ columns, rows }} label={say("metrics")} /> : <p class="soft">{say("metrics-empty")}</p>}
      <Report {...props} />
    </section>
  );
}

function Report(props: ApiProps) {
  const say = useWords();
  const request = useRequest(props.perform, props.payments.answers);
  const { answer, busy, problem } = request;
  const [skill, setSkill] = useState("");
  const [platform, setPlatform] = useState("");
  const [event, setEvent] = useState<Event>("completed");
  const [success, setSuccess] = useState(true);
  const [reported, setReported] = useState("");
  const isKept = answer?.state === "answered" && answer.status !== null && answer.status < FIRST_REFUSAL;
  const report = () => {
    setReported(skill.trim());
    request.send((intent) => ({
      type: "exchange",
      intent,
      ask: { type: "reportMetric", skill: skill.trim(), platform: platform.trim(), event, durationMs: null, success },
    }));
  };
  return (
    <details>
      <summary>{say("report-use")}</summary>
      <form
        class="ask"
        aria-label={say("report-use")}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (skill.trim() !== "" && platform.trim() !== "") report();
        }}
      >
        <div class="amounts">
          <Field label={say("metric-skill")} value={skill} onValue={setSkill} />
          <Field label={say("metric-platform")} value={platform} onValue={setPlatform} hint={say("metric-platform-hint")} />
        </div>
        <Choice legend={say("metric-event")} chosen={event} onChoose={setEvent} options={EVENTS.map((value) => ({ value, label: eventName(value, say) }))} />
        <Check label={say("metric-success")} checked={success} onCheck={setSuccess} />
        {isKept ? <Notice tone="good" title={say("reported", { skill: reported })} /> : <Outcome {...props} request={request} problem={problem} />}
        <div class="actions">
          <button type="submit" class="button" disabled={busy}>
            {busy ? say("sending") : say("report-use")}
          </button>
        </div>
      </form>
    </details>
  );
}

function eventName(event: Event, say: Say): string {
  switch (event) {
    case "created":
      return say("metric-created");
    case "installed":
      return say("metric-installed");
    case "invoked":
      return say("metric-invoked");
    case "completed":
      return say("metric-completed");
    case "failed":
      return say("metric-failed");
  }
}
