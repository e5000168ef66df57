/**
 * The real screens over fixture Views, in a browser: `npm run dev`, then
 * `/tests/gallery.html?view=setUpPlan&place=1&language=zh-CN&theme=dark&long`. Never in the bundle.
 */
import { render } from "preact";

import { App } from "../src/app";
import type { Language, Theme, View } from "../src/contract";
import * as fixtures from "./fixtures";
import { addSkillPlan, filesystemPlan, removeSkillPlan } from "./pack";
import "../src/tokens.css";
import "../src/base.css";
import "../src/shell.css";
import "../src/parts.css";
import "../src/set-up.css";
import "../src/pack.css";
import "../src/doctor.css";
import "../src/screens.css";

const views: Record<string, View> = {
  signedIn: fixtures.signedIn,
  signedOut: fixtures.signedOut,
  expired: { ...fixtures.signedOut, session: { state: "signedOut", reason: { ...fixtures.unreachable, title: "You were signed out", advice: "The gateway no longer accepts this sign-in. Sign in again." } } },
  missing: { ...fixtures.signedOut, vault: "missing" },
  locked: { ...fixtures.signedOut, vault: "locked" },
  twoFactor: fixtures.twoFactor,
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
  empty: { ...fixtures.signedIn, inbox: { unread: 0, known: true, messages: [] } },
};

const asked = new URLSearchParams(location.search);
const view: View = {
  ...(views[asked.get("view") ?? "signedIn"] ?? fixtures.signedIn),
  language: (asked.get("language") ?? "en") as Language,
  theme: (asked.get("theme") ?? "light") as Theme,
};
const root = document.getElementById("app");
if (root) {
  render(
    <App
      backend={{
        watch: (onView, onConnection) => {
          onView(view);
          if (asked.has("away")) onConnection("reconnecting");
        },
        perform: async () => null,
        openLink: async () => null,
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
