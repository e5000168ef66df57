/** What a request cost, and where it was paid. */
import type { PaymentView } from "../contract";
import { useWords } from "../words";
import { Network } from "./network";
import { PaymentState, stateMeaning } from "./payment-state";

/** The receipt; says what the state means where it is not simply paid. */
export function Receipt({ payment, onOpenLink }: { payment: PaymentView; onOpenLink: (url: string) => void }) {
  const say = useWords();
  const { state, amount, host, network, test, explorer } = payment;
  return (
    <div class="receipt">
      <p class="receipt-line">
        <PaymentState state={state} /> <strong>{amount}</strong>{" "}
        <span class="soft">
          {say("to-host")} <bdi>{host}</bdi>
        </span>
      </p>
      <p class="hint receipt-line">
        <Network name={network} test={test} />
        {explorer && (
          <button type="button" class="link" onClick={() => onOpenLink(explorer.url)}>
            {say("see-transaction", { host: explorer.host })}
          </button>
        )}
      </p>
      {state !== "delivered" && <p class="hint">{stateMeaning(state, say)}</p>}
    </div>
  );
}
