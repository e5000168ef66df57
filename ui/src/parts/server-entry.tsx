/** One MCP server: what it runs, where it is documented, what it needs, and what it asks first. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { ServerView, Tool, VariableView } from "../contract";
import { useWords } from "../words";
import { PackEntry, type EntryActs } from "./pack-entry";
import { Questions } from "./questions";

/** The answers to a server's questions, by name. */
export type Answers = Record<string, string>;

type ServerEntryProps = Omit<EntryActs, "open" | "onAdd"> & {
  server: ServerView;
  /** The program whose plan is open. */
  planFor: Tool | null;
  /** What is open below it: a plan, a Problem, or what was done. */
  opened: ComponentChildren;
  onAdd: (tool: Tool, answers: Answers) => void;
  onOpenLink: (url: string) => void;
};

/** The entry; its questions open below it before anything is planned. */
export function ServerEntry({ server, planFor, opened, onAdd, onOpenLink, ...acts }: ServerEntryProps) {
  const say = useWords();
  const [askedFor, setAskedFor] = useState<Tool | null>(null);
  useEffect(() => {
    if (planFor) setAskedFor(null);
  }, [planFor]);
  const { title, does, runs, source, variables, asks, entries } = server;
  const missing = variables.some((variable) => !variable.exists);
  const asking = planFor === null ? askedFor : null;
  return (
    <PackEntry
      {...acts}
      title={title}
      does={does}
      entries={entries}
      ready={!missing}
      open={planFor ?? asking}
      onAdd={(tool) => (asks.length > 0 ? setAskedFor(tool) : onAdd(tool, {}))}
      facts={
        <div class="pack-facts">
          <code class="path">{runs}</code>
          <Variables variables={variables} />
          {source && (
            <button type="button" class="link" onClick={() => onOpenLink(source.url)}>
              {say("open-host", { host: source.host })}
            </button>
          )}
        </div>
      }
    >
      {asking && (
        <Questions
          key={asking}
          title={title}
          tool={asking}
          asks={asks}
          busy={acts.busy}
          onAnswered={(answers) => onAdd(asking, answers)}
          onCancel={() => setAskedFor(null)}
        />
      )}
      {opened}
    </PackEntry>
  );
}

function Variables({ variables }: { variables: VariableView[] }) {
  const say = useWords();
  if (variables.length === 0) return null;
  return (
    <ul class="variables" aria-label={say("variables")}>
      {variables.map(({ name, exists }) => (
        <li key={name} data-exists={exists}>
          <code>{name}</code> {exists ? say("variable-exists") : say("variable-missing")}
        </li>
      ))}
    </ul>
  );
}
