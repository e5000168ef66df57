/** The skills of the pack, and which program has which. */
import type { Changing } from "../../changing";
import type { View } from "../../contract";
import { PackEntry } from "../../parts/pack-entry";
import { entryOfSkill, toolAt } from "../../spots";
import { useWords } from "../../words";
import { Opened } from "./opened";

/** The list, in the order of the View. */
export function Skills({ view, changing, busy }: { view: View; changing: Changing; busy: boolean }) {
  const say = useWords();
  const { asked } = changing;
  const { skills } = view.pack;
  return (
    <>
      <p class="lead">{say("skills-what")}</p>
      {skills.length === 0 && <p class="soft">{busy ? say("looking") : say("not-read-yet")}</p>}
      {skills.length > 0 && (
        <ul class="card pack">
          {skills.map(({ name, does, entries }) => {
            const spot = entryOfSkill(name);
            return (
              <PackEntry
                key={name}
                title={name}
                does={does}
                entries={entries}
                ready
                busy={busy}
                pending={asked && toolAt(spot, asked)}
                open={view.plan && toolAt(spot, view.plan.change)}
                onAdd={(tool) => changing.look({ type: "addSkill", tool, skill: name })}
                onRemove={(tool) => changing.look({ type: "removeSkill", tool, skill: name })}
              >
                <Opened view={view} changing={changing} spot={spot} />
              </PackEntry>
            );
          })}
        </ul>
      )}
    </>
  );
}
