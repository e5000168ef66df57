/** Asks for the passphrase of the vault file: to make one, or to open the one there is. */
import { useState } from "preact/hooks";

import type { Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { ProblemNotice } from "./notice";

type VaultPanelProps = {
  state: "missing" | "locked";
  problem: Problem | null;
  onPassphrase: (passphrase: string) => void;
};

/** The panel; stays in the flow of the page. */
export function VaultPanel({ state, problem, onPassphrase }: VaultPanelProps) {
  const say = useWords();
  const [passphrase, setPassphrase] = useState("");
  const [again, setAgain] = useState("");
  const creating = state === "missing";
  const differs = creating && again !== "" && again !== passphrase;
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== "" && (!creating || again === passphrase)) onPassphrase(passphrase);
      }}
    >
      <h2>{creating ? say("vault-create-title") : say("vault-unlock-title")}</h2>
      <p class="soft">{creating ? say("vault-create-why") : say("vault-unlock-why")}</p>
      <Field
        label={say("passphrase")}
        kind="password"
        autocomplete={creating ? "new-password" : "current-password"}
        value={passphrase}
        onValue={setPassphrase}
        invalid={problem?.code === "vaultLocked"}
      />
      {creating && (
        <Field
          label={say("passphrase-again")}
          kind="password"
          autocomplete="new-password"
          value={again}
          onValue={setAgain}
          invalid={differs}
          hint={differs ? say("passphrase-differs") : say("passphrase-hint")}
        />
      )}
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button primary">
          {creating ? say("vault-create") : say("vault-unlock")}
        </button>
      </div>
    </form>
  );
}
