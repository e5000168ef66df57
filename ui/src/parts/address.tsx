/** An address on a chain, whole, so that two can be told apart by more than their ends. */

/** The text; every other group of four stands back, and lines break between groups. */
export function Address({ text }: { text: string }) {
  const groups = text.match(/^0x|.{1,4}/g) ?? [];
  return (
    <code class="address">
      {groups.map((group, place) => (
        <span key={groups.slice(0, place + 1).join("")}>{group}</span>
      ))}
    </code>
  );
}
