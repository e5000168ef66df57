/** Origins that are known, and payment channels with them. */
import { useState } from "preact/hooks";

import type { Perform } from "../../backend";
import type { ChannelView, OriginRule, OriginView, OutsideView, PaymentsView } from "../../contract";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { Origin } from "../../parts/origin";
import { PayChannel } from "../../parts/pay-channel";
import { usePaying } from "../../paying";
import { useWords } from "../../words";

/** The part. */
export function Origins({ payments: { origins, channels, outside }, perform }: { payments: PaymentsView; perform: Perform }) {
  const say = useWords();
  return (
    <>
      {channels.length > 0 && (
        <section class="card" aria-labelledby="channels-name">
          <h2 id="channels-name">{say("channels")}</h2>
          <p class="soft">{say("channels-what")}</p>
          <ul class="entry-lines">
            {channels.map((channel) => (
              <KnownChannel key={channel.id} channel={channel} perform={perform} />
            ))}
          </ul>
        </section>
      )}
      <section class="card" aria-labelledby="origins-name">
        <h2 id="origins-name">{say("origins-title")}</h2>
        <p class="soft">{origins.length > 0 ? say("origins-what") : say("origins-empty")}</p>
        <ul class="entry-lines">
          {origins.map((origin) => (
            <KnownOrigin key={origin.rule.origin} origin={origin} outside={outside} perform={perform} />
          ))}
        </ul>
        <NewOrigin origins={origins} perform={perform} />
      </section>
    </>
  );
}

function KnownChannel({ channel, perform }: { channel: ChannelView; perform: Perform }) {
  const { problem, busy, ask } = usePaying(perform);
  return <PayChannel channel={channel} busy={busy} problem={problem} onClose={() => void ask({ type: "closeChannel", channel: channel.id })} />;
}

function KnownOrigin({ origin, outside, perform }: { origin: OriginView; outside: OutsideView[]; perform: Perform }) {
  const { problem, busy, ask } = usePaying(perform);
  return (
    <Origin
      origin={origin}
      outside={outside}
      busy={busy}
      problem={problem}
      onRule={(rule) => void ask({ type: "setOrigin", origin: rule })}
      onForget={() => void ask({ type: "forgetOrigin", origin: origin.rule.origin })}
    />
  );
}

function NewOrigin({ origins, perform }: { origins: OriginView[]; perform: Perform }) {
  const say = useWords();
  const { problem, busy, ask } = usePaying(perform);
  const [address, setAddress] = useState("");
  const add = async () => {
    const origin = address.trim();
    const known = origins.find(({ rule }) => rule.origin === origin)?.rule;
    const rule: OriginRule = { origin, exchange: false, payer: "purser", ...known, allowed: true };
    if (await ask({ type: "setOrigin", origin: rule })) setAddress("");
  };
  return (
    <details>
      <summary>{say("add-origin")}</summary>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (address.trim() !== "") void add();
        }}
      >
        <Field
          label={say("origin-address")}
          hint={say("origin-address-hint")}
          value={address}
          onValue={setAddress}
          autocomplete="off"
          invalid={problem?.code === "inputUnreadable"}
        />
        <ProblemNotice problem={problem} />
        <div class="actions">
          <button type="submit" class="button" disabled={busy}>
            {say("allow-origin")}
          </button>
        </div>
      </form>
    </details>
  );
}
