/** Which installs of Codex there are, and which one a terminal starts. */
import type { InstallView } from "../contract";
import { useWords } from "../words";
import { Notice } from "./notice";

type InstallsProps = { installs: InstallView[]; known: boolean; looking: boolean; onLook: () => void };

/** The installs; says how to get one when there is none. */
export function Installs({ installs, known, looking, onLook }: InstallsProps) {
  const say = useWords();
  if (!known) return <p class="soft">{looking ? say("looking") : say("not-read-yet")}</p>;
  if (installs.length === 0) {
    return (
      <Notice tone="note" title={say("no-codex-title")} action={{ label: looking ? say("looking") : say("look-again"), busy: looking, run: onLook }}>
        {say("no-codex-advice")} <code>npm install -g @openai/codex</code>
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
