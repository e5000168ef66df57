/** The Codex Supergraph: a query, its price, and the answer. */
import { useState } from "preact/hooks";

import { useSettled } from "../../clock";
import type { GraphPrice, GraphView } from "../../contract";
import { Field } from "../../parts/field";
import { GraphKey } from "../../parts/graph-key";
import { Notice, ProblemNotice } from "../../parts/notice";
import { useRequest, usePaying } from "../../paying";
import { useWords } from "../../words";
import { Outcome, type ApiProps } from "./outcome";

/** The field grows with the query, between these. */
const [FEWEST_LINES, MOST_LINES] = [3, 12];
const VARIABLES_LINES = 3;

/** The part; a query that names its price pays no more than that. */
export function Supergraph(props: ApiProps) {
  const { payments, perform, go } = props;
  const say = useWords();
  const { graph, key, answers } = payments;
  const request = useRequest(perform, answers);
  const keeping = usePaying(perform);
  const [query, setQuery] = useState(graph.ready[0]?.query ?? "");
  const [variables, setVariables] = useState("");
  const [tried, setTried] = useState<GraphPrice | null>(null);
  const { busy, problem } = request;
  const atField = problem?.code === "queryRefused" || problem?.code === "inputUnreadable" ? problem : null;
  // A price that was refused is out of date: the limits alone decide until another one is known.
  const isOutdated = problem?.code === "limitReached" && graph.price?.shown === tried?.shown;
  const known = graph.hasKey || isOutdated ? null : graph.price;
  const price = busy ? tried : known;
  const named = price?.shown ?? "";
  const isSettled = useSettled(named, named);
  const runnable = !busy && query.trim() !== "" && isSettled;
  const run = () => {
    setTried(price);
    request.send((intent) => ({ type: "graph", intent, query, variables: variables.trim(), maxAmount: price?.amount ?? null }));
  };
  return (
    <>
      <p class="lead">{say("supergraph-what")}</p>
      {!key && !graph.hasKey && (
        <Notice tone="note" title={say("no-key")} action={{ label: say("open-wallet"), run: () => go("wallet") }}>
          {say("no-key-yet")}
        </Notice>
      )}
      <section class="card" aria-labelledby="supergraph-name">
        <h2 id="supergraph-name" class="unseen">
          {say("supergraph")}
        </h2>
        <form
          class="ask"
          aria-labelledby="supergraph-name"
          onSubmit={(event) => {
            event.preventDefault();
            if (runnable) run();
          }}
        >
          <Ready graph={graph} query={query} onPick={setQuery} />
          <Field kind="lines" lines={linesFor(query)} label={say("query")} value={query} onValue={setQuery} invalid={atField !== null} />
          <ProblemNotice problem={atField} />
          <details>
            <summary>{say("variables-of-query")}</summary>
            <Field
              kind="lines"
              lines={VARIABLES_LINES}
              label={say("variables-json")}
              hint={say("variables-hint")}
              required={false}
              value={variables}
              onValue={setVariables}
            />
          </details>
          <div class="run">
            <button type="submit" class="button primary" disabled={!runnable}>
              {busy ? say("running") : price ? say("run-for", { price: price.shown }) : say("run")}
            </button>
            <p class="hint">{graph.hasKey ? say("price-by-key") : price ? say("price-known", { price: price.shown }) : say("price-unknown")}</p>
          </div>
        </form>
        <Outcome {...props} request={request} problem={atField ? null : problem} />
      </section>
      <GraphKey
        hasKey={graph.hasKey}
        url={graph.url}
        busy={keeping.busy}
        problem={keeping.problem}
        onKey={(apiKey) => void keeping.ask({ type: "setGraphKey", key: apiKey })}
      />
    </>
  );
}

const linesFor = (query: string): number => Math.min(MOST_LINES, Math.max(FEWEST_LINES, query.split("\n").length));

function Ready({ graph, query, onPick }: { graph: GraphView; query: string; onPick: (query: string) => void }) {
  const say = useWords();
  if (graph.ready.length === 0) return null;
  return (
    <ul class="ready" aria-label={say("ready-queries")}>
      {graph.ready.map((ready) => (
        <li key={ready.name}>
          <button type="button" class="button small" aria-pressed={ready.query === query} onClick={() => onPick(ready.query)}>
            {ready.name}
          </button>
        </li>
      ))}
    </ul>
  );
}
