/** The Pay Wallet itself: its key, where it receives, and what it holds. */
import type { Perform } from "../../backend";
import type { KeyView, PaymentsView, Work } from "../../contract";
import { Address } from "../../parts/address";
import { Balances } from "../../parts/balances";
import { Copyable } from "../../parts/copyable";
import { KeyEntry } from "../../parts/key-entry";
import { KeyRemoval } from "../../parts/key-removal";
import { ProblemNotice } from "../../parts/notice";
import { Qr } from "../../parts/qr";
import { usePaying } from "../../paying";
import { useWords } from "../../words";

/** Shows the recovery phrase once. The window never does. */
const PHRASE_COMMAND = "purser key phrase";

/** The part; without a key it says what a key is for. */
export function Wallet({ payments: { key }, working, perform }: { payments: PaymentsView; working: Work[]; perform: Perform }) {
  const keys = usePaying(perform);
  const reading = usePaying(perform);
  const busy = keys.busy || working.includes("key");
  if (!key) {
    return (
      <KeyEntry
        busy={busy}
        problem={keys.problem}
        onCreate={() => void keys.ask({ type: "createKey" })}
        onImport={(secret) => void keys.ask({ type: "importKey", secret })}
      />
    );
  }
  return (
    <>
      {key.phraseWaits && <Phrase />}
      <Receiving wallet={key} />
      <ProblemNotice problem={reading.problem} />
      <Balances
        balances={key.balances}
        reading={reading.busy || working.includes("balances")}
        onRead={() => void reading.ask({ type: "readBalances" })}
      />
      <KeyRemoval wallet={key} busy={busy} problem={keys.problem} onRemove={(address) => void keys.ask({ type: "removeKey", address })} />
    </>
  );
}

function Phrase() {
  const say = useWords();
  return (
    <section class="phrase" aria-labelledby="phrase-name">
      <h2 id="phrase-name">{say("phrase-waits")}</h2>
      <p>{say("phrase-waits-why")}</p>
      <p class="command">
        <Copyable text={PHRASE_COMMAND} label={say("copy-command")} />
      </p>
      <p class="hint">{say("phrase-waits-where")}</p>
    </section>
  );
}

function Receiving({ wallet: { address, short, qr } }: { wallet: KeyView }) {
  const say = useWords();
  return (
    <section class="card receiving" aria-labelledby="address-name">
      <div class="receiving-text">
        <h2 id="address-name">{say("pay-wallet")}</h2>
        <p class="receiving-short">{short}</p>
        <p>
          <Copyable text={address} label={say("copy-address")}>
            <Address text={address} />
          </Copyable>
        </p>
        <p class="hint">{say("receiving-what")}</p>
      </div>
      <Qr qr={qr} label={say("qr-of", { address })} />
    </section>
  );
}
