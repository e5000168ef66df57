/** What is open at one spot of Set-up: what was done, why it could not be done, the plan. */
import type { Changing, Written } from "../../changing";
import type { EntryState, Problem, ProblemCode, View } from "../../contract";
import { Notice, ProblemNotice } from "../../parts/notice";
import { PlanPanel } from "../../parts/plan-panel";
import { TOOL_NAMES } from "../../parts/tool-names";
import { spotOf, type Asked, type Spot } from "../../spots";
import { useWords, type Say } from "../../words";

/** What ends with a look at the file as it is now. */
const OUTDATED: ProblemCode[] = ["configChanged", "configDeferred", "planGone"];

/** All that is open at `spot`; mostly nothing. */
export function Opened({ view, changing, spot }: { view: View; changing: Changing; spot: Spot }) {
  const { plan } = view;
  const { asked, problem, written } = changing;
  const isHere = (what: Asked) => spotOf(what) === spot;
  return (
    <>
      {!plan && written && isHere(written.asked) && <Done written={written} view={view} />}
      {problem && asked && isHere(asked) && <Trouble problem={problem} onLookAgain={changing.lookAgain} />}
      {plan && isHere(plan.change) && (
        <PlanPanel
          plan={plan}
          applying={view.working.includes("apply")}
          onApply={changing.apply}
          onCancel={changing.dismiss}
        />
      )}
    </>
  );
}

/** Why asking failed; a plan that is out of date has its way on. */
function Trouble({ problem, onLookAgain }: { problem: Problem; onLookAgain: () => void }) {
  const say = useWords();
  const isOutdated = OUTDATED.includes(problem.code);
  return <ProblemNotice problem={problem} action={isOutdated ? { label: say("plan-again"), run: onLookAgain } : undefined} />;
}

/** What was done; silent once it is no longer true. */
function Done({ written, view }: { written: Written; view: View }) {
  const say = useWords();
  const said = doneWords(written, view, say);
  return said && <Notice tone="good" title={said.title}>{said.advice}</Notice>;
}

type Said = { title: string; advice: string } | null;

function doneWords({ asked, files }: Written, view: View, say: Say): Said {
  switch (asked.type) {
    case "setUp":
    case "repair":
    case "undo":
    case "turnOff":
    case "remove":
      return toolWords(asked, view, say);
    case "addServer":
    case "removeServer": {
      const server = view.pack.servers.find(({ id }) => id === asked.server);
      const entry = server?.entries.find(({ tool }) => tool === asked.tool);
      return server && entry ? entryWords(asked, server.title, entry.state, say) : null;
    }
    case "addSkill":
    case "removeSkill": {
      const skill = view.pack.skills.find(({ name }) => name === asked.skill);
      const entry = skill?.entries.find(({ tool }) => tool === asked.tool);
      return skill && entry ? entryWords(asked, skill.name, entry.state, say) : null;
    }
    case "undoStep":
    case "undoEverything":
      return {
        title: files !== null && files > 1 ? say("undone-files-title", { count: files }) : say("undone-title"),
        advice: say("undone-files-advice"),
      };
  }
}

type AskedOfTool = Extract<Asked, { type: "setUp" | "repair" | "undo" | "turnOff" | "remove" }>;

function toolWords(asked: AskedOfTool, view: View, say: Say): Said {
  const spot = spotOf(asked);
  const shown = view.tools.find(({ tool, place }) => spotOf({ type: "undo", tool, place }) === spot);
  if (!shown) return null;
  const tool = TOOL_NAMES[shown.tool];
  const advice = say("start-again-advice", { tool });
  if (shown.state.state === "setUp") {
    const { host } = shown.state;
    if (asked.type === "setUp") return { title: say("written-title", { tool, host }), advice };
    return asked.type === "repair" ? { title: say("repaired-title", { tool, host }), advice } : null;
  }
  switch (asked.type) {
    case "setUp":
    case "repair":
      return null;
    case "undo":
      return { title: say("undone-title"), advice };
    case "turnOff":
      return { title: say("turned-off-title", { tool }), advice };
    case "remove":
      return { title: say("removed-title", { tool }), advice };
  }
}

type AskedOfEntry = Extract<Asked, { type: "addServer" | "removeServer" | "addSkill" | "removeSkill" }>;

function entryWords(asked: AskedOfEntry, title: string, state: EntryState, say: Say): Said {
  const tool = TOOL_NAMES[asked.tool];
  const adds = asked.type === "addServer" || asked.type === "addSkill";
  if (adds && state === "added") return { title: say("entry-added-title", { title, tool }), advice: say("start-again-advice", { tool }) };
  if (adds && state === "disabled") return { title: say("entry-disabled-title", { title, tool }), advice: say("entry-disabled-advice") };
  if (!adds && state === "absent") return { title: say("entry-removed-title", { title, tool }), advice: say("start-again-advice", { tool }) };
  return null;
}
