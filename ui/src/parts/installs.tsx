/** Which installs of a tool there are, and which one a terminal starts. */
import type { InstallView, ToolView } from "../contract";
import { useWords } from "../words";
import { Notice } from "./notice";
import { INSTALL_COMMANDS, TOOL_NAMES } from "./tool-names";

/** More installs than these are folded away behind the first. */
const FEW_INSTALLS = 2;

type InstallsProps = { tool: ToolView; looking: boolean; onLook: () => void };

/** The installs and the config file that they share; says how to get an install that a terminal brings. */
export function Installs({ tool, looking, onLook }: InstallsProps) {
  const say = useWords();
  const { installs, configPath, place, state } = tool;
  const few = installs.length <= FEW_INSTALLS ? installs : installs.slice(0, 1);
  const folded = installs.slice(few.length);
  const command = INSTALL_COMMANDS[tool.tool];
  if (state.state === "unknown") return <p class="soft">{looking ? say("looking") : say("not-read-yet")}</p>;
  return (
    <>
      {installs.length === 0 && command && <NoInstall tool={tool} command={command} looking={looking} onLook={onLook} />}
      <dl class="facts">
        {installs.length === 0 && !command && (
          <>
            <dt>{say("installs")}</dt>
            <dd class="soft">{say("not-found-here")}</dd>
          </>
        )}
        {installs.length > 0 && (
          <>
            <dt>{say("installs")}</dt>
            <dd class="installs">
              <List installs={few} host={place.host} />
              {folded.length > 0 && (
                <details>
                  <summary>{say("more-installs", { count: folded.length })}</summary>
                  <List installs={folded} host={place.host} />
                </details>
              )}
            </dd>
          </>
        )}
        <dt>{say("config-file")}</dt>
        <dd>
          <code class="path">{configPath || "—"}</code>
        </dd>
      </dl>
    </>
  );
}

function NoInstall({ tool, command, looking, onLook }: InstallsProps & { command: string }) {
  const say = useWords();
  const name = TOOL_NAMES[tool.tool];
  const { host } = tool.place;
  const there = host ? say("no-tool-there", { tool: name, host }) : say("no-tool-title", { tool: name });
  return (
    <Notice tone="note" title={there} action={{ label: looking ? say("looking") : say("look-again"), busy: looking, run: onLook }}>
      {say("no-tool-advice")} <code>{command}</code>
    </Notice>
  );
}

function List({ installs, host }: { installs: InstallView[]; host: string | null }) {
  const say = useWords();
  return (
    <ul>
      {installs.map(({ label, path, version, onPath }) => (
        <li key={path}>
          <strong>{label}</strong> {version ? <code>{version}</code> : <span class="soft">{say("version-unknown")}</span>}
          {onPath && <span class="soft"> {host ? say("on-path-there") : say("on-path")}</span>}
          <code class="path"> {path}</code>
        </li>
      ))}
    </ul>
  );
}
