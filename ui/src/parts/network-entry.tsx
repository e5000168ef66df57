/** A network, and the address that it is read at. */
import { useEffect, useId, useState } from "preact/hooks";

import type { NetworkView, Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { Network } from "./network";
import { ProblemNotice } from "./notice";

type NetworkEntryProps = {
  network: NetworkView;
  busy: boolean;
  problem: Problem | null;
  /** Uses this address; none takes the built-in one. */
  onAddress: (url: string | null) => void;
};

/** The folded entry. */
export function NetworkEntry({ network: { chain, name, test, rpc, chosen }, busy, problem, onAddress }: NetworkEntryProps) {
  const say = useWords();
  const id = useId();
  const [url, setUrl] = useState(rpc);
  useEffect(() => setUrl(rpc), [rpc]);
  return (
    <li class="entry-line" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>
          <Network name={name} test={test} /> <span class="hint">{say("chain-number", { chain: String(chain) })}</span>
        </h3>
        {chosen && <p class="soft">{say("rpc-yours")}</p>}
      </div>
      <details>
        <summary>
          <code class="path">{rpc}</code>
        </summary>
        <form
          class="ask"
          aria-labelledby={id}
          onSubmit={(event) => {
            event.preventDefault();
            if (url.trim() !== "") onAddress(url.trim());
          }}
        >
          <Field
            label={say("rpc-address")}
            hint={say("rpc-hint")}
            value={url}
            onValue={setUrl}
            autocomplete="off"
            invalid={problem?.code === "inputUnreadable" || problem?.code === "chainUnreachable"}
          />
          <ProblemNotice problem={problem} />
          <div class="actions">
            <button type="submit" class="button" disabled={busy || url.trim() === rpc}>
              {say("use-rpc")}
            </button>
            {chosen && (
              <button type="button" class="button" disabled={busy} onClick={() => onAddress(null)}>
                {say("built-in-rpc")}
              </button>
            )}
          </div>
        </form>
      </details>
    </li>
  );
}
