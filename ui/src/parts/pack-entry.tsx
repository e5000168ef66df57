/** One entry of the pack, an MCP server or a skill: what it is, and which program has it. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import type { EntryState, EntryView, Tool } from "../contract";
import { useWords } from "../words";
import { TOOL_NAMES } from "./tool-names";

/** What can be asked for at an entry. */
export type EntryActs = {
  busy: boolean;
  /** The program whose change is being looked at. */
  pending: Tool | null;
  /** The program whose plan or questions are open below, which then offer the next step. */
  open: Tool | null;
  onAdd: (tool: Tool) => void;
  onRemove: (tool: Tool) => void;
};

type PackEntryProps = EntryActs & {
  title: string;
  does: string;
  entries: EntryView[];
  /** Whether what is disabled could be enabled now. */
  ready: boolean;
  /** What else there is to know about it. */
  facts?: ComponentChildren;
  /** What is open below it. */
  children: ComponentChildren;
};

/** The entry. */
export function PackEntry({ title, does, entries, facts, children, ...rest }: PackEntryProps) {
  const say = useWords();
  const id = useId();
  return (
    <li class="pack-entry" aria-labelledby={id}>
      <div class="pack-line">
        <div class="pack-what">
          <h2 id={id}>{title}</h2>
          <p>{does}</p>
          {facts}
        </div>
        {entries.length === 0 && <p class="hint">{say("no-program")}</p>}
        <ul class="pack-programs" aria-label={say("programs")}>
          {entries.map((entry) => (
            <Program key={entry.tool} title={title} entry={entry} {...rest} />
          ))}
        </ul>
      </div>
      {children}
    </li>
  );
}

type ProgramProps = EntryActs & { title: string; entry: EntryView; ready: boolean };

function Program({ title, entry: { tool, state }, ready, busy, pending, open, onAdd, onRemove }: ProgramProps) {
  const say = useWords();
  const named = { title, tool: TOOL_NAMES[tool] };
  const label = (text: string) => (busy && pending === tool ? say("looking") : text);
  const disabled = busy || open === tool;
  const addable = state === "absent" || (state === "disabled" && ready);
  const removable = state === "added" || state === "disabled";
  return (
    <li class="pack-program">
      <span class="pack-tool">{named.tool}</span>
      <State state={state} />
      {addable && (
        <button
          type="button"
          class="button small"
          disabled={disabled}
          aria-label={state === "absent" ? say("add-to", named) : say("enable-in", named)}
          onClick={() => onAdd(tool)}
        >
          {label(state === "absent" ? say("add") : say("enable"))}
        </button>
      )}
      {removable && (
        <button type="button" class="button small" disabled={disabled} aria-label={say("remove-from", named)} onClick={() => onRemove(tool)}>
          {label(say("remove-entry"))}
        </button>
      )}
      {state === "changed" && <p class="hint">{say("entry-changed-what")}</p>}
      {state === "taken" && <p class="hint">{say("entry-taken-what")}</p>}
    </li>
  );
}

/** What stands there, in a word; what is absent is told by the button that adds it. */
function State({ state }: { state: EntryState }) {
  const say = useWords();
  const words: Record<EntryState, string | null> = {
    absent: null,
    added: say("entry-added"),
    disabled: say("entry-disabled"),
    changed: say("entry-changed"),
    taken: say("entry-taken"),
  };
  const word = words[state];
  return word ? (
    <span class="chip" data-entry={state}>
      {word}
    </span>
  ) : null;
}
