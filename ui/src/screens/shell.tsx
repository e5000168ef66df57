/** The rail and the column of content, for someone who is signed in. */
import { useEffect, useState } from "preact/hooks";

import type { Backend } from "../backend";
import type { Screen, View } from "../contract";
import { Icon, type IconName } from "../parts/icon";
import { Mark } from "../parts/mark";
import { useWords } from "../words";
import { Doctor } from "./doctor";
import { Home } from "./home";
import { Inbox } from "./inbox";
import { PaidApis } from "./paid-apis";
import { Payments, type PaymentsSection } from "./payments";
import { Settings } from "./settings";
import { SetUp } from "./set-up";

/** Where one can go. */
export type Destination = "home" | "setUp" | "payments" | "paidApis" | "doctor" | "inbox" | "settings";

type ShellProps = {
  view: View;
  backend: Backend;
  /** Where a notification leads; none when none was clicked. */
  wanted: Screen | null;
  onArrived: () => void;
};

/** The shell; opens on Home. */
export function Shell({ view, backend, wanted, onArrived }: ShellProps) {
  const say = useWords();
  const [place, setPlace] = useState<Destination>("home");
  const [opening, setOpening] = useState<PaymentsSection | null>(null);
  const go = (to: Destination, section: PaymentsSection | null = null) => {
    setPlace(to);
    setOpening(section);
  };
  // A place that is shown already is shown anew, at what was asked for.
  const [visit, setVisit] = useState(0);
  useEffect(() => {
    if (!wanted) return;
    go(...spotOf(wanted));
    setVisit((before) => before + 1);
    onArrived();
  }, [wanted, onArrived]);
  return (
    <div class="shell">
      <Rail view={view} place={place} go={go} />
      <div class="column">
        {view.gateway.sandbox && (
          <aside class="sandbox">
            <strong>{say("sandbox-name")}</strong> {say("sandbox-banner")}
          </aside>
        )}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- By keys, too, one reads on where nothing can be chosen: axe's scrollable-region-focusable. */}
        <main class="content" tabIndex={0} key={`${place} ${visit}`}>
          {place === "home" && <Home view={view} perform={backend.perform} go={go} />}
          {place === "setUp" && <SetUp view={view} perform={backend.perform} openLink={backend.openLink} />}
          {place === "payments" && (
            <Payments view={view} perform={backend.perform} openLink={backend.openLink} opening={opening} />
          )}
          {place === "paidApis" && (
            <PaidApis view={view} perform={backend.perform} openLink={backend.openLink} go={(section) => go("payments", section)} />
          )}
          {place === "doctor" && <Doctor view={view} perform={backend.perform} />}
          {place === "inbox" && <Inbox view={view} perform={backend.perform} openLink={backend.openLink} />}
          {place === "settings" && <Settings view={view} backend={backend} />}
        </main>
      </div>
    </div>
  );
}

/** Where a place that the engine names is in this window. */
function spotOf(screen: Screen): [Destination, PaymentsSection | null] {
  switch (screen) {
    case "home":
    case "inbox":
    case "setUp":
    case "settings":
      return [screen, null];
    case "approvals":
    case "ledger":
      return ["payments", screen];
  }
}

/** A way in the rail, with how much waits there and how that is said. */
type Entry = { to: Destination; icon: IconName; label: string; count?: number; counted?: string };

type RailProps = { view: View; place: Destination; go: (place: Destination) => void };

function Rail({ view, place, go }: RailProps) {
  const say = useWords();
  const { unread } = view.inbox;
  const waiting = view.payments.asks.length;
  const entries: Entry[] = [
    { to: "home", icon: "home", label: say("home") },
    { to: "setUp", icon: "plug", label: say("set-up") },
    { to: "payments", icon: "purse", label: say("payments"), count: waiting, counted: say("waiting-count", { count: waiting }) },
    { to: "paidApis", icon: "bolt", label: say("paid-apis") },
    { to: "doctor", icon: "pulse", label: say("doctor") },
    { to: "inbox", icon: "inbox", label: say("inbox"), count: unread, counted: say("unread-count", { count: unread }) },
    { to: "settings", icon: "sliders", label: say("settings") },
  ];
  return (
    <nav class="rail" aria-label={say("rail")}>
      <p class="rail-name">
        <Mark /> Purser
      </p>
      <ul>
        {entries.map(({ to, icon, label, count = 0, counted }) => (
          <li key={to}>
            <button type="button" aria-current={place === to ? "page" : undefined} onClick={() => go(to)}>
              <Icon name={icon} />
              <span class="rail-label">{label}</span>
              {count > 0 && (
                <span class="count">
                  <span aria-hidden="true">{count}</span>
                  <span class="unseen">{counted}</span>
                </span>
              )}
            </button>
          </li>
        ))}
      </ul>
      {view.session.state === "signedIn" && (
        <p class="rail-account">
          <span>{view.session.account.name}</span>
          <span>{view.gateway.sandbox ? say("sandbox-name") : view.gateway.host}</span>
        </p>
      )}
    </nav>
  );
}
