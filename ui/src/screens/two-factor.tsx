/** The second factor of a sign-in: six digits. */
import { useEffect, useRef, useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { Perform } from "../backend";
import type { View } from "../contract";
import { Field } from "../parts/field";
import { Mark } from "../parts/mark";
import { ProblemNotice } from "../parts/notice";
import { useWords } from "../words";

/** Asks for the code; `login` says whose. */
export function TwoFactor({ view, perform, login }: { view: View; perform: Perform; login: string }) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const [code, setCode] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const busy = view.working.includes("signIn");

  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [problem]);

  return (
    <main class="entry">
      <header class="entry-head">
        <Mark />
        <h1>{say("two-factor-title")}</h1>
        <p class="soft">{say("two-factor-what", { login, host: view.gateway.host })}</p>
      </header>
      <form
        class="card"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && code.length === 6) void ask({ type: "answerTwoFactor", code });
        }}
      >
        <Field
          label={say("two-factor-code")}
          kind="code"
          field={field}
          value={code}
          onValue={(typed) => setCode(typed.replaceAll(/\D/g, "").slice(0, 6))}
          invalid={problem?.code === "wrongTwoFactorCode"}
        />
        <ProblemNotice problem={problem} />
        <div class="actions">
          <button type="submit" class="button primary" disabled={busy}>
            {busy ? say("signing-in") : say("two-factor-confirm")}
          </button>
          <button type="button" class="button" onClick={() => void ask({ type: "cancelSignIn" })}>
            {say("cancel")}
          </button>
        </div>
      </form>
    </main>
  );
}
