/** A payment channel: what it holds, what was spent of it, and what comes back. */
import { useId } from "preact/hooks";

import type { ChannelView, Problem } from "../contract";
import { useWords } from "../words";
import { ProblemNotice } from "./notice";

type PayChannelProps = { channel: ChannelView; busy: boolean; problem: Problem | null; onClose: () => void };

/** The entry; the button says what comes back. */
export function PayChannel({ channel: { origin, network, deposit, spent, refund, open }, busy, problem, onClose }: PayChannelProps) {
  const say = useWords();
  const id = useId();
  return (
    <li class="entry-line" aria-labelledby={id}>
      <div class="card-head">
        <h3 id={id}>
          <bdi>{origin}</bdi>
        </h3>
        <p class="soft">
          {network} {!open && <span class="tag">{say("channel-closed")}</span>}
        </p>
      </div>
      <dl class="figures">
        <div class="rate">
          <dt>{say("channel-deposit")}</dt>
          <dd>{deposit}</dd>
        </div>
        <div class="rate">
          <dt>{say("channel-spent")}</dt>
          <dd>{spent}</dd>
        </div>
        <div class="rate">
          <dt>{open ? say("channel-refund") : say("channel-refunded")}</dt>
          <dd>{refund}</dd>
        </div>
      </dl>
      <ProblemNotice problem={problem} />
      {open && (
        <div class="actions">
          <button type="button" class="button" disabled={busy} aria-describedby={id} onClick={onClose}>
            {busy ? say("closing-channel") : say("close-channel", { refund })}
          </button>
        </div>
      )}
    </li>
  );
}
