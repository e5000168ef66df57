/** Values that are in force, tool by tool: where each comes from, and which layers it beats. */
import type { EffectiveView, Tool } from "../contract";
import { useWords } from "../words";
import { Breakable } from "./breakable";
import { TOOL_NAMES } from "./tool-names";

/** The table. */
export function Effective({ values }: { values: EffectiveView[] }) {
  const say = useWords();
  const tools = [...new Set(values.map((value) => value.tool))];
  return (
    <section class="card" aria-labelledby="effective-name">
      <h2 id="effective-name">{say("effective")}</h2>
      <p class="soft">{say("effective-what")}</p>
      <table class="effective" aria-labelledby="effective-name">
        <thead>
          <tr>
            <th scope="col">{say("effective-setting")}</th>
            <th scope="col">{say("effective-value")}</th>
            <th scope="col">{say("effective-layer")}</th>
          </tr>
        </thead>
        {tools.map((tool) => (
          <ValuesOf key={tool} tool={tool} values={values.filter((value) => value.tool === tool)} />
        ))}
      </table>
    </section>
  );
}

function ValuesOf({ tool, values }: { tool: Tool; values: EffectiveView[] }) {
  const say = useWords();
  return (
    <tbody>
      <tr class="effective-tool">
        <th scope="rowgroup" colSpan={3}>
          {TOOL_NAMES[tool]}
        </th>
      </tr>
      {values.map(({ name, value, layer, beaten }) => (
        <tr key={name}>
          <th scope="row">
            <Breakable text={name} />
          </th>
          <td>
            <Breakable text={value} />
          </td>
          <td>
            {layer}
            {beaten.length > 0 && <span class="hint">{say("effective-beats", { layers: beaten.join(say("list-comma")) })}</span>}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
