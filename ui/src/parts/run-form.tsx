/** Runs something at a paid API: what goes in, and the ways to run it. */
import type { ComponentChildren } from "preact";
import { useId, useState } from "preact/hooks";

import { useWords } from "../words";
import { Field } from "./field";

const INPUT_LINES = 3;

/** One way to run it, named for what it costs. */
export type Way = { label: string; primary?: boolean; run: (input: string) => void };

type RunFormProps = {
  name: string;
  /** What it costs and who may pay for it. */
  costs: string;
  about?: string;
  ways: Way[];
  busy: boolean;
  /** Whether it cannot be run at all. */
  disabled?: boolean;
  /** What else to know before it is run. */
  hint: string | null;
  /** What became of it. */
  children: ComponentChildren;
};

/** The entry; its form is folded away until it is wanted. */
export function RunForm({ name, costs, about, ways, busy, disabled, hint, children }: RunFormProps) {
  const say = useWords();
  const id = useId();
  const [input, setInput] = useState("");
  return (
    <li class="entry-line" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>
          <bdi>{name}</bdi>
        </h3>
        <p class="soft">{costs}</p>
      </div>
      {about && (
        <p class="soft">
          <bdi>{about}</bdi>
        </p>
      )}
      <details>
        <summary>{say("run-name", { name })}</summary>
        <div class="ask">
          <Field kind="lines" lines={INPUT_LINES} label={say("input")} value={input} onValue={setInput} required={false} />
          <div class="actions">
            {ways.map(({ label, primary, run }) => (
              <button key={label} type="button" class={primary ? "button primary" : "button"} aria-describedby={id} disabled={busy || disabled} onClick={() => run(input)}>
                {busy ? say("running") : label}
              </button>
            ))}
          </div>
          {hint && <p class="hint">{hint}</p>}
          {children}
        </div>
      </details>
    </li>
  );
}
