/** The pricing mode as a chip with its countdown, and its rates. */
import type { ModeView, PricingView } from "../contract";
import { useWords } from "../words";
import { modeName } from "./mode-name";
import { Countdown } from "./passing";

/** The pricing mode; unknown is said, never guessed. */
export function Pricing({ pricing }: { pricing: PricingView | null }) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="pricing-name">
      <div class="card-head">
        <h2 id="pricing-name">{say("pricing-mode")}</h2>
        {pricing ? <Chip mode={pricing.mode} endsInMilliseconds={pricing.endsInMilliseconds} /> : null}
      </div>
      {pricing ? (
        <dl class="rates">
          <Rate name={say("rate-input")} now={pricing.input} normal={pricing.normalInput} />
          <Rate name={say("rate-output")} now={pricing.output} normal={pricing.normalOutput} />
        </dl>
      ) : (
        <p class="soft">— {say("not-read-yet")}</p>
      )}
    </section>
  );
}

type ChipProps = { mode: ModeView; endsInMilliseconds: number | null };

function Chip({ mode, endsInMilliseconds }: ChipProps) {
  const say = useWords();
  return (
    <p class="chip" data-mode={mode}>
      <strong>{modeName(mode, say)}</strong>
      {endsInMilliseconds !== null && <Countdown milliseconds={endsInMilliseconds} />}
    </p>
  );
}

function Rate({ name, now, normal }: { name: string; now: string; normal: string | null }) {
  const say = useWords();
  return (
    <div class="rate">
      <dt>{name}</dt>
      <dd>
        <span class="rate-now">{now}</span>
        {normal && <span class="soft">{say("rate-normal", { rate: normal })}</span>}
      </dd>
    </div>
  );
}
