/** The balance: the largest thing on Home, with its freshness under it. */
import { useThrottled } from "../clock";
import type { WalletView } from "../contract";
import { useWords } from "../words";
import { Age } from "./passing";

const QUIET_MS = 10_000;

type BalanceProps = { wallet: WalletView | null; refreshing: boolean; onRefresh: () => void };

/** The Token Wallet's balance; unknown is a dash, never zero. */
export function Balance({ wallet, refreshing, onRefresh }: BalanceProps) {
  const say = useWords();
  const spoken = useThrottled(wallet ? say("balance-spoken", { balance: wallet.balance }) : "", QUIET_MS);
  return (
    <section class="balance" data-stale={wallet?.stale ?? true} aria-labelledby="balance-name">
      <h2 id="balance-name">{say("token-wallet")}</h2>
      <p class="amount">{wallet?.balance ?? "—"}</p>
      <p class="freshness">
        <span>{wallet ? <Age seconds={wallet.ageSeconds} /> : say("not-read-yet")}</span>
        <button type="button" class="link" disabled={refreshing} onClick={onRefresh}>
          {refreshing ? say("refreshing") : say("refresh")}
        </button>
      </p>
      {wallet?.cash && (
        <p class="cash">
          {say("cash-wallet")} <strong>{wallet.cash}</strong>
        </p>
      )}
      <p class="unseen" aria-live="polite">
        {spoken}
      </p>
    </section>
  );
}
