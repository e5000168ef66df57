/** Updates of Purser: whether there is a newer one, and how it comes onto this computer. */
import { useState } from "preact/hooks";

import { useAsk } from "../../ask";
import type { FinishUpdate, OpenLink, Perform } from "../../backend";
import type { Language, Problem, UpdateView, View } from "../../contract";
import { Copyable } from "../../parts/copyable";
import { momentText } from "../../parts/moment";
import { Notice, ProblemNotice } from "../../parts/notice";
import { useWords } from "../../words";

type UpdateProps = { view: View; perform: Perform; openLink: OpenLink; finishUpdate: FinishUpdate };
type Available = Extract<UpdateView, { state: "available" }>;

/** The card; nothing is fetched before it is asked for here. */
export function Update({ view, perform, openLink, finishUpdate }: UpdateProps) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const [unopened, setUnopened] = useState<Problem | null>(null);
  const { update } = view;
  const busy = view.working.includes("update");
  if (update.state === "unaware") return null;
  return (
    <section class="card" aria-labelledby="update-name">
      <h2 id="update-name">{say("updates")}</h2>
      <ProblemNotice problem={problem ?? unopened} />
      <p role="status">
        <Standing update={update} language={view.language} />
      </p>
      {update.state === "available" && (
        <Offer
          update={update}
          busy={busy}
          onInstall={() => void ask({ type: "installUpdate", version: update.version })}
          onPage={async (url) => setUnopened(await openLink(url))}
        />
      )}
      {update.state === "fetched" && <Finish version={update.version} finishUpdate={finishUpdate} />}
      <div class="actions">
        <button type="button" class="button" disabled={busy} onClick={() => void ask({ type: "checkUpdate" })}>
          {busy ? say("update-working") : say("update-check")}
        </button>
      </div>
    </section>
  );
}

function Standing({ update, language }: { update: UpdateView; language: Language }) {
  const say = useWords();
  switch (update.state) {
    case "unaware":
    case "unknown":
      return <>{say("update-unknown")}</>;
    case "current":
      return <>{say("update-current", { when: momentText(update.checkedAt, language) })}</>;
    case "available":
      return <>{say("update-available", { version: update.version })}</>;
    case "fetched":
      return <>{say("update-fetched", { version: update.version })}</>;
    case "installed":
      return <>{say("update-installed", { version: update.version })}</>;
  }
}

type OfferProps = { update: Available; busy: boolean; onInstall: () => void; onPage: (url: string) => Promise<void> };

function Offer({ update, busy, onInstall, onPage }: OfferProps) {
  const say = useWords();
  const { version, notes, page, way } = update;
  return (
    <>
      {notes && <p class="message-text">{notes}</p>}
      {way.type === "command" && (
        <>
          <p class="soft">{say("update-command-what")}</p>
          <Copyable text={way.line} label={say("update-copy")} />
        </>
      )}
      {way.type === "byHand" && <p class="soft">{say("update-by-hand")}</p>}
      <div class="actions">
        {way.type === "install" && (
          <button type="button" class="button primary" disabled={busy} onClick={onInstall}>
            {say("update-install", { version })}
          </button>
        )}
        {page && (
          <button type="button" class="link" onClick={() => void onPage(page.url)}>
            {say("update-page", { host: page.host })}
          </button>
        )}
      </div>
    </>
  );
}

function Finish({ version, finishUpdate }: { version: string; finishUpdate: FinishUpdate }) {
  const say = useWords();
  const [failed, setFailed] = useState(false);
  const finish = async () => {
    setFailed(false);
    setFailed(!(await finishUpdate()));
  };
  return (
    <>
      {failed && (
        <Notice tone="bad" title={say("update-not-finished")} urgent>
          {say("update-not-finished-advice")}
        </Notice>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => void finish()}>
          {say("update-finish", { version })}
        </button>
      </div>
    </>
  );
}
