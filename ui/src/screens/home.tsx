/** Home: what is left, what it costs now, and what to do next. */
import { useAsk } from "../ask";
import type { Perform } from "../backend";
import type { CodexState, View } from "../contract";
import { Balance } from "../parts/balance";
import { Notice, ProblemNotice } from "../parts/notice";
import { Pricing } from "../parts/pricing";
import { Unlimited } from "../parts/unlimited";
import { useWords } from "../words";

type HomeProps = { view: View; perform: Perform; go: (place: "setUp") => void };

/** The screen that one glances at. */
export function Home({ view, perform, go }: HomeProps) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const refreshing = view.working.includes("refresh");
  const refresh = () => void ask({ type: "refresh" });
  const action = { label: refreshing ? say("refreshing") : say("retry"), busy: refreshing, run: refresh };
  return (
    <>
      <h1 class="unseen">{say("home")}</h1>
      <Balance wallet={view.wallet} refreshing={refreshing} onRefresh={refresh} />
      <ProblemNotice problem={view.trouble ?? problem} action={action} calm />
      {view.wallet?.low && (
        <Notice tone="warn" title={say("low-title")}>
          {say("low-advice")}
        </Notice>
      )}
      <Pricing pricing={view.pricing} />
      {view.wallet?.unlimited && <Unlimited unlimited={view.wallet.unlimited} language={view.language} />}
      <NextStep state={view.codex.state} host={view.gateway.host} go={go} />
    </>
  );
}

function NextStep({ state, host, go }: { state: CodexState; host: string; go: HomeProps["go"] }) {
  const say = useWords();
  if (state.state !== "notSetUp" && state.state !== "drifted") return null;
  const drifted = state.state === "drifted";
  return (
    <section class="card next" aria-labelledby="next-step">
      <div>
        <h2 id="next-step">{drifted ? say("next-repair") : say("next-set-up")}</h2>
        <p class="soft">{drifted ? say("next-repair-what") : say("next-set-up-what", { host })}</p>
      </div>
      <button type="button" class="button primary" onClick={() => go("setUp")}>
        {say("open-set-up")}
      </button>
    </section>
  );
}
