/** Which installs of a tool there are, and which one a terminal starts. */
import type { InstallView, Tool } from "../contract";
import { useWords } from "../words";
import { Notice } from "./notice";
import { INSTALL_COMMANDS, TOOL_NAMES } from "./tool-names";

type InstallsProps = { tool: Tool; installs: InstallView[]; known: boolean; looking: boolean; onLook: () => void };

/** The installs; says how to get one when there is none. */
export function Installs({ tool, installs, known, looking, onLook }: InstallsProps) {
  const say = useWords();
  if (!known) return <p class="soft">{looking ? say("looking") : say("not-read-yet")}</p>;
  if (installs.length === 0) {
    return (
      <Notice
        tone="note"
        title={say("no-tool-title", { tool: TOOL_NAMES[tool] })}
        action={{ label: looking ? say("looking") : say("look-again"), busy: looking, run: onLook }}
      >
        {say("no-tool-advice")} <code>{INSTALL_COMMANDS[tool]}</code>
      </Notice>
    );
  }
  return (
    <dl class="facts">
      <dt>{say("installs")}</dt>
      <dd>
        <ul class="installs">
          {installs.map(({ path, version, onPath }) => (
            <li key={path}>
              <strong>{version ?? say("version-unknown")}</strong>
              <code class="path">{path}</code>
              {onPath && <span class="soft">{say("on-path")}</span>}
            </li>
          ))}
        </ul>
      </dd>
    </dl>
  );
}
