/** The MCP servers of the pack, and which program has which. */
import { useState } from "preact/hooks";

import type { OpenLink } from "../../backend";
import type { Changing } from "../../changing";
import type { Problem, ServerView, View } from "../../contract";
import { Field } from "../../parts/field";
import { ProblemNotice } from "../../parts/notice";
import { ServerEntry } from "../../parts/server-entry";
import { entryOfServer, toolAt } from "../../spots";
import { useWords } from "../../words";
import { Opened } from "./opened";

/** A longer list can be searched. */
const FEW_SERVERS = 8;

type ServersProps = { view: View; changing: Changing; busy: boolean; openLink: OpenLink };

/** The list, in the order of the View. */
export function Servers({ view, changing, busy, openLink }: ServersProps) {
  const say = useWords();
  const [wanted, setWanted] = useState("");
  const [unopened, setUnopened] = useState<{ server: string; problem: Problem | null } | null>(null);
  const { servers, version } = view.pack;
  const { asked } = changing;
  const shown = servers.filter((server) => matches(server, wanted));
  return (
    <>
      <p class="lead">{say("servers-what")}</p>
      {servers.length === 0 && <p class="soft">{busy ? say("looking") : say("not-read-yet")}</p>}
      {servers.length > FEW_SERVERS && (
        <Field kind="search" label={say("find-server")} value={wanted} onValue={setWanted} required={false} />
      )}
      <p class="soft" role="status">
        {servers.length > 0 && shown.length === 0 && say("find-nothing", { wanted })}
      </p>
      {shown.length > 0 && (
        <ul class="card pack">
          {shown.map((server) => {
            const { id } = server;
            const spot = entryOfServer(id);
            return (
              <ServerEntry
                key={id}
                server={server}
                busy={busy}
                pending={asked && toolAt(spot, asked)}
                planFor={view.plan && toolAt(spot, view.plan.change)}
                opened={
                  <>
                    {unopened?.server === id && <ProblemNotice problem={unopened.problem} />}
                    <Opened view={view} changing={changing} spot={spot} />
                  </>
                }
                onAdd={(tool, answers) => changing.look({ type: "addServer", tool, server: id, answers })}
                onRemove={(tool) => changing.look({ type: "removeServer", tool, server: id })}
                onOpenLink={async (url) => setUnopened({ server: id, problem: await openLink(url) })}
              />
            );
          })}
        </ul>
      )}
      {servers.length > 0 && <p class="hint">{say("servers-version", { version })}</p>}
    </>
  );
}

function matches({ id, title, does, runs }: ServerView, wanted: string): boolean {
  const text = [id, title, does, runs].join("\n").toLocaleLowerCase();
  return text.includes(wanted.trim().toLocaleLowerCase());
}
