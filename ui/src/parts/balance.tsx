/** The balance: the largest thing on Home, with its freshness under it. */
import { useThrottled } from "../clock";
import type { ForecastView, Language, WalletView } from "../contract";
import { useWords } from "../words";
import { modeName } from "./mode-name";
import { soonText } from "./moment";
import { Age } from "./passing";

const QUIET_MS = 10_000;

type BalanceProps = {
  wallet: WalletView | null;
  forecast: ForecastView | null;
  language: Language;
  refreshing: boolean;
  onRefresh: () => void;
};

/** The Token Wallet's balance; unknown is a dash, never zero. */
export function Balance({ wallet, forecast, language, refreshing, onRefresh }: BalanceProps) {
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
      {forecast && <Forecast forecast={forecast} language={language} />}
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

/** When it runs out, about; and which mode that takes for granted. */
function Forecast({ forecast, language }: { forecast: ForecastView; language: Language }) {
  const say = useWords();
  const when = soonText(forecast.runsOutAt, forecast.inSeconds, language);
  const { assumes } = forecast;
  return (
    <p class="soft">{assumes ? say("forecast-if", { when, mode: modeName(assumes, say) }) : say("forecast", { when })}</p>
  );
}
