/** Tells once that closing the window quits Purser, on a desktop without a tray. */
import type { Perform } from "../backend";
import type { ClosingView } from "../contract";
import { useWords } from "../words";
import { Notice } from "./notice";

/** The notice, until the person was told. */
export function Closing({ closing, perform }: { closing: ClosingView; perform: Perform }) {
  const say = useWords();
  if (closing.state === "stays" || closing.told) return null;
  const understood = { label: say("closing-understood"), run: () => void perform({ type: "acceptClosing" }) };
  return (
    <aside class="telling" aria-label={say("closing-title")}>
      <Notice tone="note" title={say("closing-title")} action={understood}>
        {say("closing-what")}
      </Notice>
    </aside>
  );
}
