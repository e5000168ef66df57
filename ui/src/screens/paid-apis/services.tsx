/** Services of a PayloadExchange: run for a sponsor's money, or for one's own. */
import type { ServiceView } from "../../contract";
import { RunForm, type Way } from "../../parts/run-form";
import { useRequest } from "../../paying";
import { useWords } from "../../words";
import { Outcome, type ApiProps } from "./outcome";

/** The card. */
export function Services(props: ApiProps) {
  const say = useWords();
  const { services } = props.payments.exchange;
  return (
    <section class="card" aria-labelledby="services-name">
      <h2 id="services-name">{say("services")}</h2>
      <p class="soft">{services.length > 0 ? say("services-what") : say("services-empty")}</p>
      <ul class="entry-lines">
        {services.map((service) => (
          <Service key={`${service.key} ${service.name} ${service.sponsor}`} {...props} service={service} />
        ))}
      </ul>
    </section>
  );
}

function Service({ service: { key: service, name, price, sponsor }, ...props }: ApiProps & { service: ServiceView }) {
  const say = useWords();
  const request = useRequest(props.perform, props.payments.answers);
  const way = (type: "runSponsored" | "runPaid", label: string, primary: boolean): Way => ({
    label,
    primary,
    run: (input) => request.send((intent) => ({ type: "exchange", intent, ask: { type, service, input } })),
  });
  const hasProfile = props.payments.exchange.profile !== null;
  const sponsoredHint = sponsor === "" ? null : say("run-sponsored-hint");
  const paid = way("runPaid", say("run-for", { price }), sponsor === "");
  return (
    <RunForm
      name={name}
      costs={sponsor === "" ? say("costs", { price }) : say("costs-sponsored", { price, sponsor })}
      ways={sponsor === "" ? [paid] : [way("runSponsored", say("run-sponsored"), true), paid]}
      busy={request.busy}
      hint={hasProfile ? sponsoredHint : say("profile-first")}
      disabled={!hasProfile}
    >
      <Outcome {...props} request={request} problem={request.problem} />
    </RunForm>
  );
}
