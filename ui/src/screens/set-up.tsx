/** Set-up: points programs at the gateway and back, gives them MCP servers and skills, tells what was done. */
import { useEffect, useRef, useState } from "preact/hooks";

import { useAsk } from "../ask";
import type { OpenLink, Perform } from "../backend";
import { useChanging } from "../changing";
import type { View } from "../contract";
import { ProblemNotice } from "../parts/notice";
import { Sections } from "../parts/sections";
import { HERE, sectionOf, type Section } from "../spots";
import { useWords } from "../words";
import { History } from "./set-up/history";
import { Programs } from "./set-up/programs";
import { Servers } from "./set-up/servers";
import { Skills } from "./set-up/skills";

type SetUpProps = { view: View; perform: Perform; openLink: OpenLink };

/** The screen; looks at the tools when it opens, and goes to where a new plan opens. */
export function SetUp({ view, perform, openLink }: SetUpProps) {
  const say = useWords();
  const { plan } = view;
  const planId = plan?.id;
  const planSection = plan && sectionOf(plan.change);
  const { problem, ask } = useAsk(perform);
  const changing = useChanging(perform, plan);
  const [section, setSection] = useState<Section>(planSection ?? "programs");
  const title = useRef<HTMLHeadingElement>(null);
  const goTo = (chosen: Section) => {
    setSection(chosen);
    const scrolled = title.current?.closest("main");
    if (scrolled) scrolled.scrollTop = 0;
  };
  const busy = view.working.includes("plan") || view.working.includes("apply");
  useEffect(() => void ask({ type: "inspectTools", tool: "codex", place: HERE }), [ask]);
  useEffect(() => {
    if (planSection) setSection(planSection);
  }, [planId, planSection]);
  return (
    <>
      <h1 ref={title}>{say("set-up")}</h1>
      <Sections
        label={say("set-up-sections")}
        chosen={section}
        onChoose={goTo}
        sections={[
          { name: "programs", label: say("programs") },
          { name: "servers", label: say("servers") },
          { name: "skills", label: say("skills") },
          { name: "history", label: say("history") },
        ]}
      />
      <ProblemNotice problem={problem} />
      {section === "programs" && (
        <Programs view={view} perform={perform} changing={changing} busy={busy} onServers={() => goTo("servers")} />
      )}
      {section === "servers" && <Servers view={view} changing={changing} busy={busy} openLink={openLink} />}
      {section === "skills" && <Skills view={view} changing={changing} busy={busy} />}
      {section === "history" && <History view={view} changing={changing} busy={busy} />}
    </>
  );
}
