/** Sponsors' campaigns, and the task that comes before each. All text is untrusted. */
import { useId } from "preact/hooks";

import type { CampaignView } from "../../contract";
import { ProblemNotice } from "../../parts/notice";
import { ServerWords } from "../../parts/server-words";
import { usePaying } from "../../paying";
import { useWords } from "../../words";
import type { ApiProps } from "./outcome";

/** The card. */
export function Campaigns({ payments: { exchange }, perform }: ApiProps) {
  const say = useWords();
  const { campaigns, profile } = exchange;
  return (
    <section class="card" aria-labelledby="campaigns-name">
      <h2 id="campaigns-name">{say("campaigns")}</h2>
      <p class="soft">{campaigns.length > 0 ? say("campaigns-what") : say("campaigns-empty")}</p>
      <ul class="entry-lines">
        {campaigns.map((campaign) => (
          <Campaign key={campaign.id} campaign={campaign} hasProfile={profile !== null} perform={perform} />
        ))}
      </ul>
    </section>
  );
}

type CampaignProps = Pick<ApiProps, "perform"> & { campaign: CampaignView; hasProfile: boolean };

function Campaign({ campaign: { id: campaign, name, sponsor, task, subsidy, left, taskDone }, hasProfile, perform }: CampaignProps) {
  const say = useWords();
  const id = useId();
  const { busy, problem, ask } = usePaying(perform);
  const complete = () => void ask({ type: "exchange", intent: crypto.randomUUID(), ask: { type: "completeTask", campaign, task } });
  return (
    <li class="entry-line" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>
          <bdi>{name}</bdi>
        </h3>
        <span class="chip" data-payment={taskDone ? "sponsored" : undefined}>
          {taskDone ? say("task-done") : say("task-open")}
        </span>
      </div>
      <p>{say("campaign-pays", { sponsor, subsidy, left })}</p>
      <ServerWords text={task} />
      <ProblemNotice problem={problem} />
      {!taskDone && (
        <div class="actions">
          <button type="button" class="button" disabled={busy || !hasProfile} aria-describedby={id} onClick={complete}>
            {busy ? say("sending") : say("complete-task")}
          </button>
        </div>
      )}
      {!taskDone && !hasProfile && <p class="hint">{say("profile-first")}</p>}
    </li>
  );
}
