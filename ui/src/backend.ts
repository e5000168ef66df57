/**
 * The four calls to the window's process. The only file that knows Tauri; it knows no words, no
 * screen and no rule.
 */
import { Channel, invoke } from "@tauri-apps/api/core";

import type { Command, Problem, View } from "./contract";
import { wordsFor } from "./words";

/** Whether Views arrive. */
export type Connection = "live" | "reconnecting";

/** Asks for something. Null when it was done; data arrives in the next View. */
export type Perform = (command: Command) => Promise<Problem | null>;

/** Opens an `https` address, or one on this computer, in the system's browser. Null when it was opened. */
export type OpenLink = (url: string) => Promise<Problem | null>;

/** Installs the update that was fetched and starts the new Purser. False when nothing was installed. */
export type FinishUpdate = () => Promise<boolean>;

/** All that the window can ask of the world outside. */
export type Backend = {
  /**
   * Calls `onView` with the current View at once, and with each later one; `onScreen` with the name
   * of the place that the window was started for: any text; `onRefused` when a link that the system
   * handed over was not followed.
   */
  watch: (
    onView: (view: View) => void,
    onConnection: (connection: Connection) => void,
    onScreen: (name: string) => void,
    onRefused: (problem: Problem) => void,
  ) => void;
  perform: Perform;
  openLink: OpenLink;
  finishUpdate: FinishUpdate;
};

type Watched = { type: "view"; view: View } | { type: "reconnecting" } | { type: "show"; screen: string } | { type: "refused"; problem: Problem };

/** The process that the web view runs in. */
export const backend: Backend = {
  watch(onView, onConnection, onScreen, onRefused) {
    const channel = new Channel<Watched>((message) => {
      switch (message.type) {
        case "view":
          onConnection("live");
          onView(message.view);
          break;
        case "reconnecting":
          onConnection("reconnecting");
          break;
        case "show":
          onScreen(message.screen);
          break;
        case "refused":
          onRefused(message.problem);
          break;
      }
    });
    invoke("watch", { channel }).catch(() => onConnection("reconnecting"));
  },
  perform: (command) => settled(invoke("perform", { command })),
  openLink: (url) => settled(invoke("open_link", { url })),
  finishUpdate: async () => (await settled(invoke("install_update"))) === null,
};

async function settled(call: Promise<unknown>): Promise<Problem | null> {
  try {
    await call;
    return null;
  } catch (rejection) {
    return isProblem(rejection) ? rejection : noAnswer();
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "code" in value && "title" in value && "advice" in value;
}

function noAnswer(): Problem {
  const say = wordsFor(document.documentElement.lang === "zh-CN" ? "zh-CN" : "en");
  return { code: "residentGone", title: say("no-answer"), advice: say("no-answer-advice") };
}
