/** Asks for another computer, to look at its Codex over SSH. */
import { useState } from "preact/hooks";

import type { Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { ProblemNotice } from "./notice";

type OtherComputerProps = {
  busy: boolean;
  problem: Problem | null;
  /** Looks there; true when it could. */
  onLook: (host: string) => Promise<boolean>;
};

/** The folded panel; what was typed stays until the computer answered. */
export function OtherComputer({ busy, problem, onLook }: OtherComputerProps) {
  const say = useWords();
  const [host, setHost] = useState("");
  const [looking, setLooking] = useState(false);
  const [found, setFound] = useState<string | null>(null);
  const look = async (wanted: string) => {
    setLooking(true);
    setFound(null);
    if (await onLook(wanted)) {
      setFound(wanted);
      setHost("");
    }
    setLooking(false);
  };
  return (
    <details class="card folded">
      <summary>{say("other-computer")}</summary>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (host.trim() !== "") void look(host.trim());
        }}
      >
        <p class="soft">{say("other-computer-what")}</p>
        <Field
          label={say("other-computer-address")}
          value={host}
          onValue={setHost}
          hint={say("other-computer-hint")}
          invalid={problem?.code === "hostRefused"}
        />
        <ProblemNotice problem={problem} />
        <div class="actions">
          <button type="submit" class="button" disabled={busy || looking}>
            {looking ? say("looking") : say("look")}
          </button>
        </div>
        <p class="soft" role="status">
          {found && say("other-computer-found", { host: found })}
        </p>
      </form>
    </details>
  );
}
