/** The gateway's sign-in page is open in the browser, and is waited for. */
import type { BrowserView, Problem } from "../contract";
import { useWords } from "../words";
import { ProblemNotice } from "./notice";

type BrowserWaitProps = {
  browser: BrowserView;
  /** Why the page could not be opened, or the wait not ended. */
  problem: Problem | null;
  onOpen: () => void;
  onCancel: () => void;
};

/** The panel, in the place of the form. */
export function BrowserWait({ browser, problem, onOpen, onCancel }: BrowserWaitProps) {
  const say = useWords();
  return (
    <section class="card" aria-labelledby="browser-wait">
      <h2 id="browser-wait">{say("browser-wait-title")}</h2>
      <p class="soft" role="status">
        {say("browser-wait-what", { host: browser.host })}
      </p>
      <ProblemNotice problem={problem} />
      <div class="actions">
        <button type="button" class="button" onClick={onOpen}>
          {say("browser-open-again")}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {say("cancel")}
        </button>
      </div>
    </section>
  );
}
