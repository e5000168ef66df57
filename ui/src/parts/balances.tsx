/** What the Pay Wallet holds, network by network. Unknown is a dash, never zero. */
import type { BalanceView } from "../contract";
import { useWords } from "../words";
import { Network } from "./network";
import { Age } from "./passing";
import { Said } from "./said";

type BalancesProps = { balances: BalanceView[]; reading: boolean; onRead: () => void };

/** The card; networks with worthless tokens stand last. */
export function Balances({ balances, reading, onRead }: BalancesProps) {
  const say = useWords();
  const ordered = [...balances.filter(({ test }) => !test), ...balances.filter(({ test }) => test)];
  return (
    <section class="card" aria-labelledby="balances-name">
      <div class="card-head">
        <h2 id="balances-name">{say("balances")}</h2>
        <button type="button" class="button small" disabled={reading} onClick={onRead}>
          {reading ? say("reading-now") : say("read-now")}
        </button>
      </div>
      {ordered.length === 0 && <p class="soft">{say("not-read-yet")}</p>}
      <ul class="holdings">
        {ordered.map((balance) => (
          <Holding key={`${balance.chain} ${balance.token}`} balance={balance} />
        ))}
      </ul>
    </section>
  );
}

function Holding({ balance: { network, test, token, amount, ageSeconds, trouble } }: { balance: BalanceView }) {
  const say = useWords();
  return (
    <li class="holding" data-stale={amount === null || trouble !== null} data-test={test}>
      <p class="holding-network">
        <Network name={network} test={test} />
      </p>
      <p class="holding-amount">
        {amount ?? "—"} <span class="holding-token">{token}</span>
      </p>
      <p class="hint holding-age">{amount === null ? say("not-read-yet") : <Age seconds={ageSeconds} />}</p>
      {trouble && (
        <p class="hint holding-trouble">
          {trouble.title}. <Said text={trouble.advice} />
        </p>
      )}
    </li>
  );
}
