/** Set-up: points tools at the gateway, and back; and what was done so far. */
import { useEffect } from "preact/hooks";

import { useAsk } from "../ask";
import type { Perform } from "../backend";
import { DEFAULT_HOME, placeOf, useChanging, type Changing, type PlanPlace, type Written } from "../changing";
import type { Problem, ToolView, View } from "../contract";
import { History } from "../parts/history";
import { Notice, ProblemNotice } from "../parts/notice";
import { PlanPanel } from "../parts/plan-panel";
import { ToolCard } from "../parts/tool-card";
import { TOOL_NAMES } from "../parts/tool-names";
import { useWords } from "../words";

type SetUpProps = { view: View; perform: Perform };

/** The screen; looks at the tools when it opens. */
export function SetUp({ view, perform }: SetUpProps) {
  const say = useWords();
  const { problem, ask } = useAsk(perform);
  const changing = useChanging(perform, view.plan);
  const busy = view.working.includes("plan");
  useEffect(() => void ask({ type: "inspectTools", codexHome: DEFAULT_HOME }), [ask]);
  const { asked } = changing;
  return (
    <>
      <h1>{say("set-up")}</h1>
      <p class="lead">{say("set-up-what", { host: view.gateway.host })}</p>
      <ProblemNotice problem={problem} />
      {view.tools.length === 0 && <p class="soft">{busy ? say("looking") : say("not-read-yet")}</p>}
      {view.tools.map((tool) => (
        <ToolCard
          key={tool.tool}
          tool={tool}
          busy={busy}
          pending={asked && placeOf(asked) === tool.tool ? asked.type : null}
          planned={changing.place === tool.tool ? (view.plan?.files[0]?.kind ?? null) : null}
          opened={<Opened view={view} changing={changing} place={tool.tool} />}
          onLook={() => void ask({ type: "inspectTools", codexHome: DEFAULT_HOME })}
          onChange={changing.look}
        />
      ))}
      <History
        steps={view.history}
        language={view.language}
        busy={busy}
        opened={<Opened view={view} changing={changing} place="history" />}
        planOpen={view.plan !== null && changing.place === "history"}
        openedAt={asked?.type === "undoStep" ? asked.step : null}
        onUndo={(step) => changing.look({ type: "undoStep", step })}
        onUndoEverything={() => changing.look({ type: "undoEverything" })}
      />
    </>
  );
}

/** What is open at one place: what was done, why it could not be done, the plan. */
function Opened({ view, changing, place }: { view: View; changing: Changing; place: PlanPlace }) {
  const { written } = changing;
  const tool = view.tools.find((candidate) => candidate.tool === place);
  const here = changing.place === place;
  return (
    <>
      {!view.plan && written?.place === place && <Done written={written} tool={tool} />}
      {here && <Trouble problem={changing.problem} onLookAgain={changing.lookAgain} />}
      {here && view.plan && (
        <PlanPanel
          plan={view.plan}
          threads={tool?.threads ?? null}
          applying={view.working.includes("apply")}
          onApply={changing.apply}
          onCancel={changing.dismiss}
        />
      )}
    </>
  );
}

/** What was done; silent once it is no longer true. */
function Done({ written, tool }: { written: Written; tool: ToolView | undefined }) {
  const say = useWords();
  if (!tool) {
    return (
      <Notice tone="good" title={written.files > 1 ? say("undone-files-title", { count: written.files }) : say("undone-title")}>
        {say("undone-files-advice")}
      </Notice>
    );
  }
  const name = TOOL_NAMES[tool.tool];
  const isSetUp = tool.state.state === "setUp";
  if ((written.kind === "setUp") !== isSetUp) return null;
  const titles = {
    setUp: tool.state.state === "setUp" ? say("written-title", { tool: name, host: tool.state.host }) : "",
    undo: say("undone-title"),
    turnOff: say("turned-off-title", { tool: name }),
    remove: say("removed-title", { tool: name }),
  };
  return (
    <Notice tone="good" title={titles[written.kind]}>
      {say("start-again-advice", { tool: name })}
    </Notice>
  );
}

/** Why asking failed; a plan that is out of date has its way on. */
function Trouble({ problem, onLookAgain }: { problem: Problem | null; onLookAgain: () => void }) {
  const say = useWords();
  const outdated = problem?.code === "configChanged" || problem?.code === "planGone";
  return outdated ? (
    <ProblemNotice problem={problem} action={{ label: say("plan-again"), run: onLookAgain }} />
  ) : (
    <ProblemNotice problem={problem} />
  );
}
