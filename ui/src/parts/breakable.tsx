/** Long names and addresses, which may break where their parts meet rather than anywhere. */
import { Fragment } from "preact";

/** The text, with a place to break after each dot and slash. */
export function Breakable({ text }: { text: string }) {
  const parts = text.match(/[^./]+[./]*|[./]+/g) ?? [];
  return (
    <code>
      {parts.map((part, place) => (
        <Fragment key={parts.slice(0, place + 1).join("")}>
          {place > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}
