/** Set-up: points programs at the gateway and back; and tells what was done. */
import { useEffect, useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { Perform } from "../backend";
import { useChanging } from "../changing";
import type { View } from "../contract";
import { ProblemNotice } from "../parts/notice";
import { Sections } from "../parts/sections";
import { HERE, sectionOf, type Section } from "../spots";
import { useWords } from "../words";
import { History } from "./set-up/history";
import { Programs } from "./set-up/programs";

type SetUpProps = { view: View; perform: Perform };

/** The screen; looks at the tools when it opens, and goes to where a new plan opens. */
export function SetUp({ view, perform }: SetUpProps) {
  const say = useWords();
  const { plan } = view;
  const planId = plan?.id;
  const planSection = plan && sectionOf(plan.change);
  const { problem, ask } = useAsk(perform);
  const changing = useChanging(perform, plan);
  const [section, setSection] = useState<Section>(planSection ?? "programs");
  const busy = view.working.includes("plan") || view.working.includes("apply");
  useEffect(() => void ask({ type: "inspectTools", tool: "codex", place: HERE }), [ask]);
  useEffect(() => {
    if (planSection) setSection(planSection);
  }, [planId, planSection]);
  return (
    <>
      <h1>{say("set-up")}</h1>
      <Sections
        label={say("set-up-sections")}
        chosen={section}
        onChoose={setSection}
        sections={[
          { name: "programs", label: say("programs") },
          { name: "history", label: say("history") },
        ]}
      />
      <ProblemNotice problem={problem} />
      {section === "programs" && <Programs view={view} perform={perform} changing={changing} busy={busy} />}
      {section === "history" && <History view={view} changing={changing} busy={busy} />}
    </>
  );
}
