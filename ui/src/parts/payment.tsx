/** One line of the ledger, and what is known of the payment when it is open. */
import { useId } from "preact/hooks";

import type { Language, PaymentView } from "../contract";
import { useWords } from "../words";
import { Address } from "./address";
import { Copyable } from "./copyable";
import { momentText } from "./moment";
import { Network } from "./network";
import { PAYER_NAMES } from "./payer-names";
import { PaymentState, stateMeaning } from "./payment-state";

type PaymentProps = {
  payment: PaymentView;
  language: Language;
  open: boolean;
  onSelect: () => void;
  onOpenLink: (url: string) => void;
};

/** The line. */
export function Payment({ payment, language, open, onSelect, onOpenLink }: PaymentProps) {
  const id = useId();
  const { at, amount, host, path, network, state } = payment;
  return (
    <li class="message payment" data-state={state}>
      <h2>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={onSelect}>
          <span class="payment-what">
            <strong>
              <bdi>{host}</bdi>
            </strong>{" "}
            <span class="payment-path">{path}</span>
          </span>{" "}
          <span class="payment-standing">
            <PaymentState state={state} /> <span class="hint">{network}</span>
          </span>{" "}
          <span class="payment-amount">{amount}</span>{" "}
          <time dateTime={at}>{momentText(at, language)}</time>
        </button>
      </h2>
      <div id={id} class="message-body" hidden={!open}>
        {open && <Details payment={payment} onOpenLink={onOpenLink} />}
      </div>
    </li>
  );
}

function Details({ payment, onOpenLink }: { payment: PaymentView; onOpenLink: (url: string) => void }) {
  const say = useWords();
  const { state, reason, recipient, method, origin, path, network, test, way, transaction, explorer, payer } = payment;
  return (
    <>
      <p>{stateMeaning(state, say)}</p>
      {reason && <p class="soft">{reason}</p>}
      <dl class="facts">
        <dt>{say("request")}</dt>
        <dd>
          <code>
            {method} {origin}
            {path}
          </code>
        </dd>
        <dt>{say("recipient")}</dt>
        <dd>
          <Copyable text={recipient} label={say("copy-recipient")}>
            <Address text={recipient} />
          </Copyable>
        </dd>
        <dt>{say("network")}</dt>
        <dd>
          <Network name={network} test={test} /> <span class="soft">· {way}</span>
        </dd>
        <dt>{say("paid-with")}</dt>
        <dd>{PAYER_NAMES[payer]}</dd>
        {transaction && (
          <>
            <dt>{say("transaction")}</dt>
            <dd>
              <Copyable text={transaction} label={say("copy-transaction")} />
            </dd>
          </>
        )}
      </dl>
      {explorer && (
        <div class="actions">
          <button type="button" class="button" onClick={() => onOpenLink(explorer.url)}>
            {say("open-host", { host: explorer.host })}
          </button>
        </div>
      )}
    </>
  );
}
