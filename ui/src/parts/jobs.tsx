/** The jobs that wait for a pricing mode, and those that run: one line each. */
import type { JobView } from "../contract";
import { type Say, useWords } from "../words";
import { modeName } from "./mode-name";

/** Nothing where there are none. */
export function Jobs({ jobs }: { jobs: JobView[] }) {
  const say = useWords();
  if (jobs.length === 0) return null;
  return (
    <section class="card" aria-labelledby="jobs-name">
      <h2 id="jobs-name">{say("jobs")}</h2>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>{standing(job, say)}</li>
        ))}
      </ul>
    </section>
  );
}

function standing({ label, when, stage, spent, budget }: JobView, say: Say): string {
  switch (stage) {
    case "waiting":
    case "ready":
      return say("job-waits", { label, mode: modeName(when, say) });
    case "running":
      return spent && budget ? say("job-spends", { label, spent, budget }) : say("job-runs", { label });
    case "budgetSpent":
      return say("job-spent", { label });
    case "unmetered":
      return say("job-unmetered", { label });
  }
}
