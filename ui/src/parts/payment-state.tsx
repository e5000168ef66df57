/** What became of a payment, in words and in colour. */
import type { PaymentStateView } from "../contract";
import { useWords, type Say } from "../words";

/** The state as a chip. */
export function PaymentState({ state }: { state: PaymentStateView }) {
  const say = useWords();
  return (
    <span class="chip" data-payment={state}>
      {stateName(state, say)}
    </span>
  );
}

/** The state in a word or two. */
function stateName(state: PaymentStateView, say: Say): string {
  switch (state) {
    case "asked":
      return say("payment-asked");
    case "underway":
      return say("payment-underway");
    case "delivered":
      return say("payment-delivered");
    case "paidNotDelivered":
      return say("payment-not-delivered");
    case "unknown":
      return say("payment-unknown");
    case "expired":
      return say("payment-expired");
    case "declined":
      return say("payment-declined");
    case "refused":
      return say("payment-refused");
    case "failed":
      return say("payment-failed");
  }
}

/** What the state means for the person's money, in a sentence. */
export function stateMeaning(state: PaymentStateView, say: Say): string {
  switch (state) {
    case "asked":
      return say("payment-asked-what");
    case "underway":
      return say("payment-underway-what");
    case "delivered":
      return say("payment-delivered-what");
    case "paidNotDelivered":
      return say("payment-not-delivered-what");
    case "unknown":
      return say("payment-unknown-what");
    case "expired":
      return say("payment-expired-what");
    case "declined":
    case "refused":
    case "failed":
      return say("payment-unpaid-what");
  }
}
