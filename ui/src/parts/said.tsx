/** A sentence in which commands and names stand between backticks, as a terminal prints it too. */
import { Fragment } from "preact";

/** The sentence; what stands between backticks is set as code. */
export function Said({ text }: { text: string }) {
  const parts = text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, place) => (
        <Fragment key={parts.slice(0, place + 1).join("`")}>{place % 2 === 0 ? part : <code>{part}</code>}</Fragment>
      ))}
    </>
  );
}
