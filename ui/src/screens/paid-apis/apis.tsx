/** Sponsored APIs of a PayloadExchange: run, and made. */
import { useState } from "preact/hooks";

import type { ApiView } from "../../contract";
import { Field } from "../../parts/field";
import { RunForm } from "../../parts/run-form";
import { useRequest } from "../../paying";
import { useWords } from "../../words";
import { Outcome, type ApiProps } from "./outcome";

/** A number of cents. */
const CENTS = /^\d{1,9}$/;

/** The card. */
export function Apis(props: ApiProps) {
  const say = useWords();
  const { apis } = props.payments.exchange;
  return (
    <section class="card" aria-labelledby="apis-name">
      <h2 id="apis-name">{say("sponsored-apis")}</h2>
      <p class="soft">{apis.length > 0 ? say("sponsored-apis-what") : say("sponsored-apis-empty")}</p>
      <ul class="entry-lines">
        {apis.map((api) => (
          <SponsoredApi key={api.id} {...props} api={api} />
        ))}
      </ul>
      <NewApi {...props} />
    </section>
  );
}

function SponsoredApi({ api: { id: api, name, sponsor, description, price, left, sponsored }, ...props }: ApiProps & { api: ApiView }) {
  const say = useWords();
  const request = useRequest(props.perform, props.payments.answers);
  const run = (input: string) => request.send((intent) => ({ type: "exchange", intent, ask: { type: "runApi", api, input } }));
  return (
    <RunForm
      name={name}
      costs={sponsored ? say("api-sponsored", { sponsor, left }) : say("api-used-up", { sponsor, price })}
      about={description}
      ways={[{ label: sponsored ? say("run-sponsored") : say("run-for", { price }), primary: true, run }]}
      busy={request.busy}
      hint={sponsored ? say("run-sponsored-hint") : null}
    >
      <Outcome {...props} request={request} problem={request.problem} />
    </RunForm>
  );
}

function NewApi(props: ApiProps) {
  const say = useWords();
  const request = useRequest(props.perform, props.payments.answers);
  const [name, setName] = useState("");
  const [sponsor, setSponsor] = useState("");
  const [upstreamUrl, setUpstreamUrl] = useState("");
  const [price, setPrice] = useState("");
  const [budget, setBudget] = useState("");
  const complete = [name, sponsor, upstreamUrl].every((text) => text.trim() !== "") && CENTS.test(price) && CENTS.test(budget);
  const create = () =>
    request.send((intent) => ({
      type: "exchange",
      intent,
      ask: {
        type: "createApi",
        name: name.trim(),
        sponsor: sponsor.trim(),
        upstreamUrl: upstreamUrl.trim(),
        priceCents: Number(price),
        budgetCents: Number(budget),
      },
    }));
  return (
    <details>
      <summary>{say("new-api")}</summary>
      <form
        class="ask"
        aria-label={say("new-api")}
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) create();
        }}
      >
        <p class="soft">{say("new-api-what")}</p>
        <div class="amounts">
          <Field label={say("api-name")} value={name} onValue={setName} />
          <Field label={say("api-sponsor")} value={sponsor} onValue={setSponsor} />
          <Field label={say("api-upstream")} value={upstreamUrl} onValue={setUpstreamUrl} autocomplete="url" />
          <Field kind="amount" label={say("api-price")} value={price} onValue={setPrice} invalid={price !== "" && !CENTS.test(price)} />
          <Field kind="amount" label={say("api-budget")} value={budget} onValue={setBudget} invalid={budget !== "" && !CENTS.test(budget)} />
        </div>
        <div class="actions">
          <button type="submit" class="button" disabled={!complete || request.busy}>
            {request.busy ? say("sending") : say("create-api")}
          </button>
        </div>
        <Outcome {...props} request={request} problem={request.problem} />
      </form>
    </details>
  );
}
