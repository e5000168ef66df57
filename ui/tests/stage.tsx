/** Puts the real app on a stage: Views are shown to it, and what it asks for is noted down. */
import { act, render } from "@testing-library/preact";

import { App } from "../src/app";
import type { Connection } from "../src/backend";
import type { Command, Problem, View } from "../src/contract";

// jsdom lays nothing out, so there is nothing to scroll.
Element.prototype.scrollIntoView = () => undefined;

export type Stage = {
  /** The commands that were asked for, without the notices that the window is shown. */
  asked: Command[];
  /** The addresses that were to be opened. */
  opened: string[];
  /** How often the fetched update was to be installed. */
  finished: () => number;
  /** Shows the next View. */
  show: (view: View) => void;
  /** Loses or regains the connection. */
  connect: (connection: Connection) => void;
  /** Leads to a place, as a notification does. */
  lead: (name: string) => void;
  /** Says of a link that it was not followed. */
  refuse: (problem: Problem) => void;
};

/** The app over `view`; each command is answered by `answer`. */
export function stage(view: View, answer: (command: Command) => Problem | null | Promise<null> = () => null): Stage {
  const asked: Command[] = [];
  const opened: string[] = [];
  const heard: { onView?: (view: View) => void; onConnection?: (connection: Connection) => void; onScreen?: (name: string) => void; onRefused?: (problem: Problem) => void } = {};
  let finished = 0;
  render(
    <App
      backend={{
        watch: (onView, onConnection, onScreen, onRefused) => {
          Object.assign(heard, { onView, onConnection, onScreen, onRefused });
          onView(view);
        },
        perform: (command) => {
          if (command.type !== "windowShown") asked.push(command);
          return Promise.resolve(answer(command));
        },
        openLink: (url) => {
          opened.push(url);
          return Promise.resolve(null);
        },
        finishUpdate: () => {
          finished += 1;
          return Promise.resolve(false);
        },
      }}
    />,
  );
  return {
    asked,
    opened,
    finished: () => finished,
    show: (next) => void act(() => heard.onView?.(next)),
    connect: (connection) => void act(() => heard.onConnection?.(connection)),
    lead: (name) => void act(() => heard.onScreen?.(name)),
    refuse: (problem) => void act(() => heard.onRefused?.(problem)),
  };
}
