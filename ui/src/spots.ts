/**
 * Where on Set-up a change belongs: there its plan opens, and there it is said how it went. Knows no
 * words and draws nothing.
 */
import type { Change, Command, Place, Tool } from "./contract";

/** The parts of Set-up. */
export type Section = "programs" | "servers" | "skills" | "history";

/** Names one spot; two changes that belong together have the same. */
export type Spot = string;

/** What can be asked for at a spot: a change to look at, or a repair at once. */
export type Asked = Change | Extract<Command, { type: "repair" }>;

/** This computer, and the default folder of a tool. */
export const HERE: Place = { host: null, home: null };

/** Where everything is taken back at once. */
export const HISTORY: Spot = "history";

/** The card of a tool. */
export const cardOf = (tool: Tool, { host, home }: Place): Spot => `card ${tool} ${host ?? ""} ${home ?? ""}`;

/** The entry of an MCP server. */
export const entryOfServer = (server: string): Spot => `server ${server}`;

/** The entry of a skill. */
export const entryOfSkill = (skill: string): Spot => `skill ${skill}`;

/** The line of a step of the history. */
export const lineOf = (step: string): Spot => `step ${step}`;

/** Where what was asked for belongs. */
export function spotOf(asked: Asked): Spot {
  switch (asked.type) {
    case "setUp":
    case "undo":
    case "repair":
      return cardOf(asked.tool, asked.place);
    case "turnOff":
    case "remove":
      return cardOf("codex", asked.place);
    case "addServer":
    case "removeServer":
      return entryOfServer(asked.server);
    case "addSkill":
    case "removeSkill":
      return entryOfSkill(asked.skill);
    case "undoStep":
      return lineOf(asked.step);
    case "undoEverything":
      return HISTORY;
  }
}

/** The tool that something was asked for, if it was asked for at `spot`. */
export function toolAt(spot: Spot, asked: Asked): Tool | null {
  return spotOf(asked) === spot && "tool" in asked ? asked.tool : null;
}

/** The part of Set-up that a change belongs to. */
export function sectionOf(change: Change): Section {
  switch (change.type) {
    case "setUp":
    case "undo":
    case "turnOff":
    case "remove":
      return "programs";
    case "addServer":
    case "removeServer":
      return "servers";
    case "addSkill":
    case "removeSkill":
      return "skills";
    case "undoStep":
    case "undoEverything":
      return "history";
  }
}
