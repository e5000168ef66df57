/** Home: what is left, what it costs now, and what to do next. */
import { useAsk } from "../ask";
import type { Perform } from "../backend";
import type { ApprovalView, ToolView, View } from "../contract";
import { Balance } from "../parts/balance";
import { Jobs } from "../parts/jobs";
import { Notice, ProblemNotice } from "../parts/notice";
import { Pricing } from "../parts/pricing";
import { TOOL_NAMES } from "../parts/tool-names";
import { Unlimited } from "../parts/unlimited";
import { useWords } from "../words";

type HomeProps = { view: View; perform: Perform; go: (place: "setUp" | "payments") => void };

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
      <Waiting asks={view.payments.asks} go={go} />
      <Balance
        wallet={view.wallet}
        forecast={view.forecast}
        language={view.language}
        refreshing={refreshing}
        onRefresh={refresh}
      />
      <ProblemNotice problem={view.trouble ?? problem} action={action} calm />
      {view.wallet?.low && (
        <Notice tone="warn" title={say("low-title")}>
          {say("low-advice")}
        </Notice>
      )}
      <Pricing pricing={view.pricing} />
      <Jobs jobs={view.jobs} />
      {view.wallet?.unlimited && <Unlimited unlimited={view.wallet.unlimited} language={view.language} />}
      <NextStep tools={view.tools} host={view.gateway.host} go={go} />
    </>
  );
}

/** What waits for the person; it is answered where all of it can be read. */
function Waiting({ asks, go }: { asks: ApprovalView[]; go: HomeProps["go"] }) {
  const say = useWords();
  const [first, ...others] = asks;
  if (!first) return null;
  const title =
    others.length === 0
      ? say("ask-waits", { host: first.host, amount: first.price.amount })
      : say("asks-wait", { count: asks.length });
  return (
    <Notice tone="warn" title={title} action={{ label: say("review"), run: () => go("payments") }}>
      {say("ask-waits-what")}
    </Notice>
  );
}

type NextStepProps = { tools: ToolView[]; host: string; go: HomeProps["go"] };

function NextStep({ tools, host, go }: NextStepProps) {
  const say = useWords();
  const next = nextOf(tools);
  if (!next) return null;
  const tool = TOOL_NAMES[next.tool];
  const drifted = next.state.state === "drifted";
  return (
    <section class="card next" aria-labelledby="next-step">
      <div>
        <h2 id="next-step">{drifted ? say("next-repair", { tool }) : say("next-set-up", { tool })}</h2>
        <p class="soft">{drifted ? say("next-repair-what") : say("next-set-up-what", { tool, host })}</p>
      </div>
      <button type="button" class="button primary" onClick={() => go("setUp")}>
        {say("open-set-up")}
      </button>
    </section>
  );
}

/** A tool to repair; else, while none is set up, one to begin with: an installed one before others. */
function nextOf(tools: ToolView[]): ToolView | undefined {
  const drifted = tools.find(({ state }) => state.state === "drifted");
  if (drifted || tools.some(({ state }) => state.state === "setUp")) return drifted;
  const open = tools.filter(({ state }) => state.state === "notSetUp");
  return open.find(({ installs }) => installs.length > 0) ?? open[0];
}
