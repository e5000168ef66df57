/** How skills are used, as a PayloadExchange counts it, and a report of one use. */
import { useState } from "preact/hooks";

import { Check } from "../../parts/check";
import { Choice } from "../../parts/choice";
import { Field } from "../../parts/field";
import { Notice, ProblemNotice } from "../../parts/notice";
import { Table } from "../../parts/table";
import { usePaying } from "../../paying";
import { useWords, type Say } from "../../words";
import type { ApiProps } from "./outcome";

/** What can happen to a skill. */
const EVENTS = ["created", "installed", "invoked", "completed", "failed"] as const;
type Event = (typeof EVENTS)[number];

/** The card. */
export function Metrics({ payments: { exchange }, perform }: ApiProps) {
  const say = useWords();
  const { metrics } = exchange;
  const columns = [say("metric-skill"), say("metric-uses"), say("metric-worked")];
  const rows = metrics.map(({ skill, total, successes }) => [skill, String(total), String(successes)]);
  return (
    <section class="card" aria-labelledby="metrics-name">
      <h2 id="metrics-name">{say("metrics")}</h2>
      {metrics.length > 0 ? <Table table={{ columns, rows }} label={say("metrics")} /> : <p class="soft">{say("metrics-empty")}</p>}
      <Report perform={perform} />
    </section>
  );
}

function Report({ perform }: Pick<ApiProps, "perform">) {
  const say = useWords();
  const { busy, problem, ask } = usePaying(perform);
  const [skill, setSkill] = useState("");
  const [platform, setPlatform] = useState("");
  const [event, setEvent] = useState<Event>("completed");
  const [success, setSuccess] = useState(true);
  const [reported, setReported] = useState<string | null>(null);
  const report = async () => {
    const metric = { type: "reportMetric", skill: skill.trim(), platform: platform.trim(), event, durationMs: null, success } as const;
    setReported(null);
    if (await ask({ type: "exchange", intent: crypto.randomUUID(), ask: metric })) setReported(skill.trim());
  };
  return (
    <details>
      <summary>{say("report-use")}</summary>
      <form
        class="ask"
        aria-label={say("report-use")}
        onSubmit={(submitted) => {
          submitted.preventDefault();
          if (skill.trim() !== "" && platform.trim() !== "") void report();
        }}
      >
        <div class="amounts">
          <Field label={say("metric-skill")} value={skill} onValue={setSkill} />
          <Field label={say("metric-platform")} value={platform} onValue={setPlatform} hint={say("metric-platform-hint")} />
        </div>
        <Choice legend={say("metric-event")} chosen={event} onChoose={setEvent} options={EVENTS.map((value) => ({ value, label: eventName(value, say) }))} />
        <Check label={say("metric-success")} checked={success} onCheck={setSuccess} />
        <ProblemNotice problem={problem} />
        {reported && <Notice tone="good" title={say("reported", { skill: reported })} />}
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
