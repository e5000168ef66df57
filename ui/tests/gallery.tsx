/**
 * The real screens over fixture Views, in a browser: `npm run dev`, then
 * `/tests/gallery.html?view=setUpPlan&place=1&language=zh-CN&theme=dark&long`. Never in the bundle.
 */
import { render } from "preact";

import { App } from "../src/app";
import type { Language, Theme, View } from "../src/contract";
import * as fixtures from "./fixtures";
import { addSkillPlan, filesystemPlan, removeSkillPlan } from "./pack";
import { designAsk, exchange, graphAnswer, graphAsk, wallet } from "./payments";
import "../src/tokens.css";
import "../src/base.css";
import "../src/shell.css";
import "../src/parts.css";
import "../src/set-up.css";
import "../src/pack.css";
import "../src/doctor.css";
import "../src/screens.css";
import "../src/payments.css";
import "../src/paid-apis.css";

const views: Record<string, View> = {
  signedIn: fixtures.signedIn,
  signedOut: fixtures.signedOut,
  expired: { ...fixtures.signedOut, session: { state: "signedOut", reason: { ...fixtures.unreachable, title: "You were signed out", advice: "The gateway no longer accepts this sign-in. Sign in again." } } },
  missing: { ...fixtures.signedOut, vault: "missing" },
  locked: { ...fixtures.signedOut, vault: "locked" },
  twoFactor: fixtures.twoFactor,
  browser: { ...fixtures.signedOut, browser: { url: "https://codexapi.pro/api/v1/auth/google/start", host: "codexapi.pro", endsInSeconds: 600 } },
  stale: fixtures.stale,
  unread: fixtures.unread,
  sandbox: fixtures.sandbox,
  setUpPlan: fixtures.withCodex({}, { plan: fixtures.setUpPlan }),
  undoPlan: { ...fixtures.bothSetUp, plan: fixtures.undoPlan },
  turnOffPlan: { ...fixtures.bothSetUp, plan: fixtures.turnOffPlan },
  removePlan: { ...fixtures.bothSetUp, plan: fixtures.removePlan },
  claudePlan: fixtures.withClaudeCode({}, { plan: fixtures.twoFilesPlan }),
  nothingPlan: fixtures.withCodex({}, { plan: fixtures.nothingPlan }),
  everythingPlan: { ...fixtures.bothSetUp, plan: fixtures.everythingPlan },
  setUp: fixtures.bothSetUp,
  drifted: fixtures.withCodex({ state: { state: "drifted", keys: ["model_provider", "model_providers.codexapi.base_url"], since: "2026-06-18T09:12:00Z" }, canUndo: true }),
  unreadable: fixtures.withCodex({ state: { state: "unreadable", problem: { ...fixtures.unreachable, title: "config.toml has a syntax error", advice: "Line 3, column 7: expected a value. Mend that line, then try again." } } }),
  doctor: { ...fixtures.bothSetUp, doctor: fixtures.doctor },
  manyPlaces: fixtures.manyPlaces,
  manyInstalls: fixtures.withCodex({ installs: [...fixtures.codex.installs, ...fixtures.codex.installs.map((install) => ({ ...install, onPath: false, path: `${install.path}-old` }))] }),
  serverPlan: { ...fixtures.signedIn, plan: filesystemPlan },
  addSkillPlan: { ...fixtures.signedIn, plan: addSkillPlan },
  removeSkillPlan: { ...fixtures.signedIn, plan: removeSkillPlan },
  undoStepPlan: { ...fixtures.bothSetUp, plan: fixtures.undoStepPlan },
  examining: { ...fixtures.bothSetUp, doctor: fixtures.doctor, working: ["examine"] },
  unexamined: { ...fixtures.bothSetUp, working: ["examine"] },
  none: fixtures.withCodex({ installs: [] }),
  noKey: fixtures.signedIn,
  wallet: { ...fixtures.signedIn, payments: wallet },
  phrase: { ...fixtures.signedIn, payments: { ...wallet, sandbox: true, key: wallet.key && { ...wallet.key, phraseWaits: true } } },
  paused: { ...fixtures.signedIn, payments: { ...wallet, paused: true } },
  asks: { ...fixtures.signedIn, payments: { ...wallet, asks: [graphAsk, designAsk] } },
  ask: { ...fixtures.signedIn, payments: { ...wallet, asks: [graphAsk] } },
  backTest: { ...fixtures.signedIn, payments: { ...wallet, backTest: { limits: wallet.limits, days: 30, paid: 212, asked: 3, refused: 1, sentence: "Over the last 30 days these limits would have paid 212, asked about 3 and refused 1." } } },
  priceUnknown: { ...fixtures.signedIn, payments: { ...wallet, graph: { ...wallet.graph, price: null } } },
  graphKey: { ...fixtures.signedIn, payments: { ...wallet, graph: { ...wallet.graph, hasKey: true } } },
  exchange: { ...fixtures.signedIn, payments: { ...wallet, exchange } },
  newProfile: { ...fixtures.signedIn, payments: { ...wallet, exchange: { ...exchange, profile: null } } },
  empty: { ...fixtures.signedIn, inbox: { unread: 0, known: true, messages: [] } },
};

const asked = new URLSearchParams(location.search);
const view: View = {
  ...(views[asked.get("view") ?? "signedIn"] ?? fixtures.signedIn),
  language: (asked.get("language") ?? "en") as Language,
  theme: (asked.get("theme") ?? "light") as Theme,
};
/** What the engine would show once a request of this screen was answered. */
const answered = asked.get("answer");
const answers: Record<string, (intent: string) => Partial<View["payments"]>> = {
  paid: (intent) => ({ answers: [graphAnswer(intent)] }),
  asked: (intent) => ({ answers: [graphAnswer(intent, { state: "asked", status: null, text: null, table: null, payment: null })], asks: [{ ...graphAsk, intent }] }),
  sponsored: (intent) => ({ answers: [graphAnswer(intent, { table: null, payment: null, sponsored: { by: "sponsor", name: "Acme", reference: "sponsor-6f1c2b" } })] }),
  taskFirst: (intent) => ({ answers: [graphAnswer(intent, { table: null, text: null, status: 428, payment: null, sponsored: { by: "taskFirst", campaign: "c-1", task: "Create a free workspace and deploy the sample app." } })] }),
  failed: (intent) => ({ answers: [graphAnswer(intent, { state: "failed", status: null, text: null, table: null, payment: null, problem: { code: "limitReached", title: "Your limits refuse this payment", advice: "It asks for 0.20 USDC and your limit for one payment is 0.10. Nothing was paid." } })] }),
};
const root = document.getElementById("app");
let show: (view: View) => void = () => undefined;
if (root) {
  render(
    <App
      backend={{
        watch: (onView, onConnection) => {
          show = onView;
          onView(view);
          if (asked.has("away")) onConnection("reconnecting");
        },
        perform: async (command) => {
          const request = command.type === "pay" && "intent" in command.ask ? command.ask : null;
          const isLook = request?.type === "exchange" && request.ask.type === "look";
          const answer = answered && request && !isLook && answers[answered];
          if (answer) show({ ...view, payments: { ...view.payments, ...answer(request.intent) } });
          return null;
        },
        openLink: async () => null,
        finishUpdate: async () => false,
      }}
    />,
    root,
  );
}
setTimeout(() => {
  document.querySelectorAll<HTMLButtonElement>("nav button")[Number(asked.get("place") ?? 0)]?.click();
  for (const selector of asked.getAll("click")) setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), 60);
  if (asked.has("long")) setTimeout(lengthen, 200);
}, 60);

/** Makes every word as long as the longest language would. */
function lengthen() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (/[a-z]{3}/i.test(node.nodeValue ?? "") && !node.parentElement?.closest("code, td, script")) {
      node.nodeValue = (node.nodeValue ?? "").replaceAll(/[a-z]{4,}/gi, (word) => `${word}ßöüberungen`);
    }
  }
}
