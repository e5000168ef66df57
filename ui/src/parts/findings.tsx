/** What a person should know before something is written. */
import type { FindingView } from "../contract";
import { useWords } from "../words";
import { Said } from "./said";

/** The findings, each with its weight in words. */
export function Findings({ findings }: { findings: FindingView[] }) {
  const say = useWords();
  if (findings.length === 0) return null;
  return (
    <ul class="findings">
      {findings.map(({ weight, text }) => (
        <li key={text} data-weight={weight}>
          <strong>{weight === "warning" ? say("finding-warning") : say("finding-note")}</strong> <Said text={text} />
        </li>
      ))}
    </ul>
  );
}
