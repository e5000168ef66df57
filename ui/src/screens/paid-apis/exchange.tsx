/** The PayloadExchange: where sponsors pay for calls, and what can be run there. */
import { useEffect, useState } from "preact/hooks";

import type { ExchangeView } from "../../contract";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { usePaying, type Paying } from "../../paying";
import { useWords } from "../../words";
import { Apis } from "./apis";
import { Campaigns } from "./campaigns";
import { Metrics } from "./metrics";
import type { ApiProps } from "./outcome";
import { Profile } from "./profile";
import { Services } from "./services";

/** The part; an exchange that was chosen is read when it opens, which costs nothing. */
export function Exchange(props: ApiProps) {
  const { payments, perform } = props;
  const say = useWords();
  const { exchange } = payments;
  const choosing = usePaying(perform);
  const { busy, problem, ask } = usePaying(perform);
  const { url } = exchange;
  useEffect(() => {
    if (url !== "") void ask({ type: "exchange", intent: crypto.randomUUID(), ask: { type: "look" } });
  }, [ask, url]);
  const look = () => void ask({ type: "exchange", intent: crypto.randomUUID(), ask: { type: "look" } });
  return (
    <>
      <p class="lead">{say("exchange-what")}</p>
      {url === "" ? (
        <section class="empty key-entry" aria-labelledby="no-exchange">
          <h2 id="no-exchange">{say("no-exchange")}</h2>
          <p class="soft">{say("no-exchange-what")}</p>
          <Address url={url} choosing={choosing} />
        </section>
      ) : (
        <Chosen exchange={exchange} choosing={choosing} looking={busy} onLook={look} />
      )}
      <ProblemNotice problem={problem} calm />
      {url !== "" && exchange.known && (
        <>
          <Profile {...props} />
          <Services {...props} />
          <Apis {...props} />
          <Campaigns {...props} />
          <Metrics {...props} />
        </>
      )}
    </>
  );
}

type ChosenProps = { exchange: ExchangeView; choosing: Paying; looking: boolean; onLook: () => void };

function Chosen({ exchange: { url }, choosing, looking, onLook }: ChosenProps) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="exchange-name">
      <div class="card-head">
        <h2 id="exchange-name">{say("exchange")}</h2>
        <button type="button" class="button small" disabled={looking} onClick={onLook}>
          {looking ? say("reading-now") : say("read-now")}
        </button>
      </div>
      <p>
        <code class="path">{url}</code>
      </p>
      <details>
        <summary>{say("other-exchange")}</summary>
        <Address url={url} choosing={choosing} />
      </details>
    </section>
  );
}

function Address({ url, choosing }: { url: string; choosing: Paying }) {
  const say = useWords();
  const [typed, setTyped] = useState(url);
  const { busy, problem, ask } = choosing;
  return (
    <form
      class="ask"
      aria-label={say("exchange")}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== "") void ask({ type: "setExchange", url: typed.trim() });
      }}
    >
      <Field
        label={say("exchange-address")}
        hint={say("gateway-hint")}
        autocomplete="url"
        value={typed}
        onValue={setTyped}
        invalid={problem?.code === "inputUnreadable"}
      />
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy || typed.trim() === "" || typed.trim() === url}>
          {say("use-exchange")}
        </button>
      </div>
    </form>
  );
}
