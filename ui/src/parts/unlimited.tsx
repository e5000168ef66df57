/** How much of a running Unlimited plan is used. */
import { useId } from "preact/hooks";

import type { Language, UnlimitedView } from "../contract";
import { useWords } from "../words";
import { dateText } from "./moment";

/** The plan with its two windows. */
export function Unlimited({ unlimited, language }: { unlimited: UnlimitedView; language: Language }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="unlimited-name">
      <div class="card-head">
        <h2 id="unlimited-name">{unlimited.plan}</h2>
        {unlimited.endsAt && <p class="soft">{say("unlimited-until", { date: dateText(unlimited.endsAt, language) })}</p>}
      </div>
      <div class="bars">
        <Bar name={say("unlimited-5h")} percent={unlimited.percent5h} />
        <Bar name={say("unlimited-24h")} percent={unlimited.percent24h} />
      </div>
    </section>
  );
}

function Bar({ name, percent }: { name: string; percent: number }) {
  const say = useWords();
  const id = useId();
  return (
    <div class="bar">
      <label for={id}>{name}</label>
      <span class="bar-percent">{say("percent-used", { percent })}</span>
      <progress id={id} value={Math.min(percent, 100)} max={100} />
    </div>
  );
}
