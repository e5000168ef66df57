/** An API key for the Supergraph: can be given and removed, never read. */
import { useState } from "preact/hooks";

import type { Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { ProblemNotice } from "./notice";

type GraphKeyProps = {
  hasKey: boolean;
  /** Where the key is sent. */
  url: string;
  busy: boolean;
  problem: Problem | null;
  /** Keeps the key; an empty one removes it. */
  onKey: (apiKey: string) => void;
};

/** The folded part; what is typed is forgotten as soon as it was sent. */
export function GraphKey({ hasKey, url, busy, problem, onKey }: GraphKeyProps) {
  const say = useWords();
  const [typed, setTyped] = useState("");
  return (
    <details class="card folded">
      <summary>{hasKey ? say("api-key-kept") : say("api-key")}</summary>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (busy || typed.trim() === "") return;
          onKey(typed.trim());
          setTyped("");
        }}
      >
        <p class="soft">{say("api-key-what")}</p>
        <Field
          kind="password"
          autocomplete="off"
          label={hasKey ? say("api-key-other") : say("api-key")}
          hint={say("api-key-hint", { url })}
          value={typed}
          onValue={setTyped}
        />
        <ProblemNotice problem={problem} />
        <div class="actions">
          <button type="submit" class="button" disabled={busy || typed.trim() === ""}>
            {say("use-api-key")}
          </button>
          {hasKey && (
            <button type="button" class="button danger" disabled={busy} onClick={() => onKey("")}>
              {say("remove-api-key")}
            </button>
          )}
        </div>
      </form>
    </details>
  );
}
