/** The programs of this computer and of others, each with its card. */
import { useId } from "preact/hooks";

import { useAsk } from "../../ask";
import type { Perform } from "../../backend";
import type { Changing } from "../../changing";
import type { ToolView, View } from "../../contract";
import { ProblemNotice } from "../../parts/notice";
import { OtherComputer } from "../../parts/other-computer";
import { ToolCard } from "../../parts/tool-card";
import { cardOf, spotOf } from "../../spots";
import { useWords } from "../../words";
import { Opened } from "./opened";

type ProgramsProps = { view: View; perform: Perform; changing: Changing; busy: boolean; onServers: () => void };

/** The cards of this computer first, then those of each other one. */
export function Programs(props: ProgramsProps) {
  const { view, perform, busy } = props;
  const say = useWords();
  const looking = useAsk(perform);
  const look = (host: string) => looking.ask({ type: "inspectTools", tool: "codex", place: { host, home: null } });
  const toolsOn = (host: string | null) => view.tools.filter(({ place }) => place.host === host);
  const hosts = [...new Set(view.tools.flatMap(({ place }) => place.host ?? []))];
  return (
    <>
      <p class="lead">{say("set-up-what", { host: view.gateway.host })}</p>
      {view.tools.length === 0 && <p class="soft">{busy ? say("looking") : say("not-read-yet")}</p>}
      <Cards {...props} tools={toolsOn(null)} />
      {hosts.map((host) => (
        <OtherHost key={host} {...props} host={host} tools={toolsOn(host)} />
      ))}
      <OtherComputer busy={busy} problem={looking.problem} onLook={look} />
    </>
  );
}

function OtherHost({ host, ...props }: ProgramsProps & { host: string; tools: ToolView[] }) {
  const say = useWords();
  const id = useId();
  const { problem, ask } = useAsk(props.perform);
  return (
    <section class="host" aria-labelledby={id}>
      <div class="host-head">
        <h2 id={id}>{say("host-name", { host })}</h2>
        <button type="button" class="link" disabled={props.busy} onClick={() => void ask({ type: "forgetHost", host })}>
          {say("forget-host")}
        </button>
      </div>
      <ProblemNotice problem={problem} />
      <Cards {...props} />
    </section>
  );
}

function Cards({ view, perform, changing, busy, onServers, tools }: ProgramsProps & { tools: ToolView[] }) {
  const { problem, ask } = useAsk(perform);
  const { asked, written } = changing;
  const told = written && (written.asked.type === "setUp" || written.asked.type === "repair") ? spotOf(written.asked) : null;
  const planAt = view.plan && spotOf(view.plan.change);
  return (
    <>
      <ProblemNotice problem={problem} />
      {tools.map((tool) => {
        const spot = cardOf(tool.tool, tool.place);
        return (
          <ToolCard
            key={spot}
            tool={tool}
            language={view.language}
            busy={busy}
            pending={asked && spotOf(asked) === spot ? asked.type : null}
            planned={view.plan && planAt === spot ? view.plan.change.type : null}
            written={!view.plan && told === spot}
            opened={<Opened view={view} changing={changing} spot={spot} />}
            onLook={() => void ask({ type: "inspectTools", tool: tool.tool, place: tool.place })}
            onRepair={() => changing.repair(tool.tool, tool.place)}
            onChange={changing.look}
            onServers={onServers}
          />
        );
      })}
    </>
  );
}
