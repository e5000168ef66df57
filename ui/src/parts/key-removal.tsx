/** Takes the Pay Wallet's key off this computer, once its address was typed. */
import { useState } from "preact/hooks";

import type { KeyView, Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { Notice, ProblemNotice } from "./notice";

type KeyRemovalProps = { wallet: KeyView; busy: boolean; problem: Problem | null; onRemove: (address: string) => void };

/** The part that stays folded away. */
export function KeyRemoval({ wallet, busy, problem, onRemove }: KeyRemovalProps) {
  const say = useWords();
  const [typed, setTyped] = useState("");
  const { address, short, phraseWaits } = wallet;
  const confirmed = typed.trim() === address;
  return (
    <details class="card folded">
      <summary>{say("remove-key")}</summary>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (confirmed && !busy) onRemove(address);
        }}
      >
        <p class="soft">{say("remove-key-what")}</p>
        {phraseWaits && (
          <Notice tone="warn" title={say("remove-key-unseen")}>
            {say("remove-key-unseen-advice")}
          </Notice>
        )}
        <Field label={say("remove-key-confirm")} hint={say("remove-key-confirm-hint", { short })} value={typed} onValue={setTyped} autocomplete="off" />
        <ProblemNotice problem={problem} />
        <div class="actions">
          <button type="submit" class="button danger" disabled={!confirmed || busy}>
            {busy ? say("removing-key") : say("remove-key-of", { short })}
          </button>
        </div>
      </form>
    </details>
  );
}
