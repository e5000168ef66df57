/** Gets the Pay Wallet its key: a new one, or one that the person has. */
import { useEffect, useId, useRef, useState } from "preact/hooks";

import type { Problem } from "../contract";
import { useWords } from "../words";
import { Field } from "./field";
import { useFocusBack } from "./focus";
import { ProblemNotice } from "./notice";

type KeyEntryProps = {
  busy: boolean;
  problem: Problem | null;
  onCreate: () => void;
  onImport: (secret: string) => void;
};

/** What stands where a wallet would be; what is typed is forgotten as soon as it was sent. */
export function KeyEntry({ busy, problem, onCreate, onImport }: KeyEntryProps) {
  const say = useWords();
  const [importing, setImporting] = useState(false);
  return (
    <section class="empty key-entry" aria-labelledby="no-key">
      <h2 id="no-key">{say("no-key")}</h2>
      <p class="soft">{say("no-key-what")}</p>
      {importing ? (
        <Import busy={busy} problem={problem} onImport={onImport} onCancel={() => setImporting(false)} />
      ) : (
        <>
          <ProblemNotice problem={problem} />
          <div class="actions">
            <button type="button" class="button primary" disabled={busy} onClick={onCreate}>
              {busy ? say("creating-key") : say("create-key")}
            </button>
            <button type="button" class="button" disabled={busy} onClick={() => setImporting(true)}>
              {say("import-key")}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

type ImportProps = Pick<KeyEntryProps, "busy" | "problem" | "onImport"> & { onCancel: () => void };

function Import({ busy, problem, onImport, onCancel }: ImportProps) {
  const say = useWords();
  const [secret, setSecret] = useState("");
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useFocusBack(form);
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="ask"
      ref={form}
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        if (busy || secret.trim() === "") return;
        onImport(secret.trim());
        setSecret("");
      }}
    >
      <h3 id={id}>{say("import-key-title")}</h3>
      <Field
        kind="password"
        autocomplete="off"
        label={say("key-secret")}
        hint={say("key-secret-hint")}
        value={secret}
        onValue={setSecret}
        field={field}
        invalid={problem?.code === "keyUnreadable"}
      />
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="submit" class="button primary" disabled={busy}>
          {busy ? say("importing-key") : say("import-key")}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say("cancel")}
        </button>
      </div>
    </form>
  );
}
