/**
 * The whole window for the newest View: which screen, in which language and colours. Decides
 * nothing; every choice that outlives the window is a command.
 */
import { useCallback, useEffect, useState } from "preact/hooks";

import type { Backend, Connection, Perform } from "./backend";
import { Arrival } from "./clock";
import type { Problem, Screen as Place, View } from "./contract";
import { Closing } from "./parts/closing";
import { Mark } from "./parts/mark";
import { ProblemNotice } from "./parts/notice";
import { isScreen } from "./screens";
import { Shell } from "./screens/shell";
import { SignIn } from "./screens/sign-in";
import { TwoFactor } from "./screens/two-factor";
import { wordsFor, Words } from "./words";

type Shown = { view: View; arrivedAt: number };

/** The app, drawn from what `backend` watches. */
export function App({ backend }: { backend: Backend }) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [connection, setConnection] = useState<Connection>("live");

  const [wanted, setWanted] = useState<Place | null>(null);
  const [refused, setRefused] = useState<Problem | null>(null);
  const arrive = useCallback(() => setWanted(null), []);

  useEffect(() => {
    backend.watch(
      (view) => setShown({ view, arrivedAt: performance.now() }),
      setConnection,
      (name) => setWanted((place) => (isScreen(name) ? name : place)),
      setRefused,
    );
  }, [backend]);
  useTellingWhetherShown(backend.perform);
  useDocument(shown?.view);

  const say = wordsFor(shown?.view.language ?? "en");
  return (
    <Words.Provider value={say}>
      <Arrival.Provider value={shown?.arrivedAt ?? 0}>
        <div class="window" data-connection={connection}>
          <p class="banner" role="status">
            {connection === "reconnecting" && say("reconnecting")}
          </p>
          {shown && <Closing closing={shown.view.closing} perform={backend.perform} />}
          <ProblemNotice problem={refused} action={{ label: say("close"), run: () => setRefused(null) }} />
          {shown ? <Screen view={shown.view} backend={backend} wanted={wanted} onArrived={arrive} /> : <Opening />}
        </div>
      </Arrival.Provider>
    </Words.Provider>
  );
}

type ScreenProps = {
  view: View;
  backend: Backend;
  /** Where a notification leads; none when none was clicked. */
  wanted: Place | null;
  onArrived: () => void;
};

function Screen({ view, backend, wanted, onArrived }: ScreenProps) {
  switch (view.session.state) {
    case "starting":
      // The last known numbers are painted before anyone was asked.
      return view.wallet ? <Shell view={view} backend={backend} wanted={wanted} onArrived={onArrived} /> : <Opening />;
    case "signedOut":
      return <SignIn view={view} backend={backend} />;
    case "twoFactor":
      return <TwoFactor view={view} perform={backend.perform} login={view.session.login} />;
    case "signedIn":
      return <Shell view={view} backend={backend} wanted={wanted} onArrived={onArrived} />;
  }
}

function Opening() {
  return (
    <main class="opening" aria-busy="true">
      <Mark />
      <h1>Purser</h1>
    </main>
  );
}

function useTellingWhetherShown(perform: Perform) {
  useEffect(() => {
    const tell = () => void perform({ type: "windowShown", shown: document.visibilityState === "visible" });
    tell();
    document.addEventListener("visibilitychange", tell);
    return () => document.removeEventListener("visibilitychange", tell);
  }, [perform]);
}

function useDocument(view: View | undefined) {
  const language = view?.language;
  const theme = view?.theme;
  useEffect(() => {
    if (language) document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    if (theme) document.documentElement.dataset["theme"] = theme;
  }, [theme]);
}
