/** A diff, shown as a diff: line numbers, sign, colour. */
import type { DiffKind, DiffLine } from "../contract";
import { useWords } from "../words";
import { FilePath } from "./file-path";

const SIGNS: Record<DiffKind, string> = { same: "", added: "+", removed: "−", gap: "⋯" };

/** The change to `file`, line by line; wide lines scroll sideways. */
export function Diff({ host, file, lines }: { host: string | null; file: string; lines: DiffLine[] }) {
  const say = useWords();
  const added = lines.filter((line) => line.kind === "added").length;
  const removed = lines.filter((line) => line.kind === "removed").length;
  return (
    <figure class="diff">
      <figcaption>
        <FilePath host={host} file={file} />
        <span class="tally">
          {added > 0 && <span class="tally-added">{say("lines-added", { count: added })}</span>}
          {removed > 0 && <span class="tally-removed">{say("lines-removed", { count: removed })}</span>}
        </span>
      </figcaption>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region needs the keyboard */}
      <section class="diff-scroll" aria-label={say("diff-of", { file })} tabIndex={0}>
        <table>
          <thead class="unseen">
            <tr>
              <th scope="col">{say("old-line")}</th>
              <th scope="col">{say("new-line")}</th>
              <th scope="col">{say("line-change")}</th>
              <th scope="col">{say("line-text")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={`${line.kind}:${line.oldLine}:${line.newLine}`} line={line} />
            ))}
          </tbody>
        </table>
      </section>
    </figure>
  );
}

function Line({ line }: { line: DiffLine }) {
  const say = useWords();
  const text = line.kind === "gap" ? line.text || say("lines-left-out") : line.text;
  return (
    <tr data-kind={line.kind}>
      <td class="number">{line.oldLine}</td>
      <td class="number">{line.newLine}</td>
      <td class="sign">{SIGNS[line.kind]}</td>
      <td class="text">{text}</td>
    </tr>
  );
}
