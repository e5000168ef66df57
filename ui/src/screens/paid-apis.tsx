/** Paid APIs: what the Pay Wallet can be used for from this window. */
import { useState } from "preact/hooks";

import type { OpenLink, Perform } from "../backend";
import type { View } from "../contract";
import { Sections } from "../parts/sections";
import { useWords } from "../words";
import { Exchange } from "./paid-apis/exchange";
import { Supergraph } from "./paid-apis/supergraph";
import type { PaymentsSection } from "./payments";

type PaidApisProps = {
  view: View;
  perform: Perform;
  openLink: OpenLink;
  /** Goes to a part of Payments. */
  go: (section: PaymentsSection) => void;
};

/** The screen. */
export function PaidApis({ view: { payments }, perform, openLink, go }: PaidApisProps) {
  const say = useWords();
  const [section, setSection] = useState<"supergraph" | "exchange">("supergraph");
  const shared = { payments, perform, openLink, go };
  return (
    <>
      <h1>
        {say("paid-apis")} {payments.sandbox && <span class="tag">{say("play-money")}</span>}
      </h1>
      <Sections
        label={say("paid-apis-sections")}
        chosen={section}
        onChoose={setSection}
        sections={[
          { name: "supergraph", label: say("supergraph") },
          { name: "exchange", label: say("exchange") },
        ]}
      />
      {section === "supergraph" && <Supergraph {...shared} />}
      {section === "exchange" && <Exchange {...shared} />}
    </>
  );
}
