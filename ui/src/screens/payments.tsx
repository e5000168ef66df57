/** Payments: the Pay Wallet, what waits for the person, the limits, what was paid, and to whom. */
import { useState } from "preact/hooks";

import type { OpenLink, Perform } from "../backend";
import type { View } from "../contract";
import { Notice, ProblemNotice } from "../parts/notice";
import { Sections } from "../parts/sections";
import { usePaying } from "../paying";
import { useWords } from "../words";
import { Approvals } from "./payments/approvals";
import { Ledger } from "./payments/ledger";
import { LimitsSection } from "./payments/limits";
import { Origins } from "./payments/origins";
import { Wallet } from "./payments/wallet";

/** The parts of Payments. */
export type PaymentsSection = "wallet" | "approvals" | "limits" | "ledger" | "origins";

type PaymentsProps = {
  view: View;
  perform: Perform;
  openLink: OpenLink;
  /** The part to open on; none for what waits, else the wallet. */
  opening: PaymentsSection | null;
};

/** The screen; payments can be paused from each of its parts. */
export function Payments({ view, perform, openLink, opening }: PaymentsProps) {
  const say = useWords();
  const { payments, language } = view;
  const { asks, key, paused, sandbox } = payments;
  const [section, setSection] = useState<PaymentsSection>(opening ?? (asks.length > 0 ? "approvals" : "wallet"));
  const pausing = usePaying(perform);
  const pause = (stopped: boolean) => void pausing.ask({ type: "pause", paused: stopped });
  return (
    <>
      <header class="title">
        <h1>
          {say("payments")} {sandbox && <span class="tag">{say("play-money")}</span>}
        </h1>
        {key && !paused && (
          <button type="button" class="button" disabled={pausing.busy} onClick={() => pause(true)}>
            {say("pause-payments")}
          </button>
        )}
      </header>
      <Sections
        label={say("payments-sections")}
        chosen={section}
        onChoose={setSection}
        sections={[
          { name: "wallet", label: say("wallet") },
          { name: "approvals", label: say("approvals"), count: asks.length },
          { name: "limits", label: say("limits") },
          { name: "ledger", label: say("ledger") },
          { name: "origins", label: say("origins") },
        ]}
      />
      <ProblemNotice problem={pausing.problem} />
      {paused && (
        <Notice tone="warn" title={say("paused-title")} action={{ label: say("resume-payments"), busy: pausing.busy, run: () => pause(false) }}>
          {say("paused-advice")}
        </Notice>
      )}
      <Trouble view={view} section={section} />
      {section === "wallet" && <Wallet payments={payments} working={view.working} perform={perform} />}
      {section === "approvals" && <Approvals payments={payments} perform={perform} openLink={openLink} />}
      {section === "limits" && <LimitsSection payments={payments} perform={perform} />}
      {section === "ledger" && <Ledger payments={payments} language={language} perform={perform} openLink={openLink} />}
      {section === "origins" && <Origins payments={payments} perform={perform} />}
    </>
  );
}

/** Why nothing can be paid, where the page does not say so already. */
function Trouble({ view: { payments }, section }: { view: View; section: PaymentsSection }) {
  const { trouble, paused, key } = payments;
  const saidAlready = (paused && trouble?.code === "paymentsPaused") || (!key && section === "wallet" && trouble?.code === "keyMissing");
  return saidAlready ? null : <ProblemNotice problem={trouble} calm />;
}
