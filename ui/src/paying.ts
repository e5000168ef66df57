/**
 * Asking the Pay Wallet, so that one click asks once: what is under way is not asked for again, and
 * each request has an intent of its own. Computes no amount and knows no words.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";

import { useAsk } from "./ask";
import type { Perform } from "./backend";
import type { AnswerView, PayCommand, Problem } from "./contract";

/** What a part needs to ask the Pay Wallet for something. */
export type Paying = {
  /** Why the last ask could not be done; none while one is under way or after one was done. */
  problem: Problem | null;
  /** Whether an ask is under way. */
  busy: boolean;
  /** Asks; true when it was done. While another ask is under way nothing happens. */
  ask: (ask: PayCommand) => Promise<boolean>;
};

/** Asks one at a time. */
export function usePaying(perform: Perform): Paying {
  const { problem, ask: askFor } = useAsk(perform);
  const underwayRef = useRef(false);
  const [busy, setBusy] = useState(false);
  const ask = useCallback(
    async (asked: PayCommand) => {
      // Two clicks can come before the button is drawn again.
      if (underwayRef.current) return false;
      underwayRef.current = true;
      setBusy(true);
      const done = await askFor({ type: "pay", ask: asked });
      underwayRef.current = false;
      setBusy(false);
      return done;
    },
    [askFor],
  );
  return { problem, busy, ask };
}

/** A request that may be paid for, and what came of it. */
export type Requesting = {
  /** What came of it; none before it was sent, and until the engine shows it. */
  answer: AnswerView | null;
  /** Why it could not be sent, or ended without an answer. */
  problem: Problem | null;
  /** Whether it is under way, the question to the person included. */
  busy: boolean;
  /** Sends it under a new intent. While one is under way nothing happens. */
  send: (request: (intent: string) => PayCommand) => void;
  /** No longer shows what came of it. */
  close: () => void;
};

/** Sends one request at a time, and finds what came of it among `answers`. */
export function useRequest(perform: Perform, answers: AnswerView[]): Requesting {
  const { problem, busy: sending, ask } = usePaying(perform);
  const { ask: dismiss } = usePaying(perform);
  const begunRef = useRef(false);
  const [intent, setIntent] = useState<string | null>(null);
  const [seen, setSeen] = useState<string | null>(null);
  const begin = useCallback(
    async (request: (intent: string) => PayCommand) => {
      // A second click can come before the first one is drawn: it must not make a second intent.
      if (begunRef.current) return;
      begunRef.current = true;
      const made = crypto.randomUUID();
      setIntent(made);
      await ask(request(made));
      begunRef.current = false;
    },
    [ask],
  );
  const answer = answers.find((known) => known.intent === intent) ?? null;
  const failed = answer?.problem ?? problem;
  const isKnown = answer !== null;
  useEffect(() => {
    if (isKnown) setSeen(intent);
  }, [isKnown, intent]);
  // An answer that was seen and is gone was dismissed elsewhere, or its engine ended.
  const isAwaited = intent !== null && failed === null && seen !== intent;
  const open = answer ? answer.state === "working" || answer.state === "asked" : isAwaited;
  const busy = sending || open;
  return {
    answer,
    problem: failed,
    busy,
    send: (request) => {
      if (!busy) void begin(request);
    },
    close: () => {
      if (!answer) return;
      setIntent(null);
      void dismiss({ type: "dismissAnswer", intent: answer.intent });
    },
  };
}
