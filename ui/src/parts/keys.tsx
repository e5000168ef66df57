/** Keys of a config file, as small labels. */

/** The keys, in their order. */
export function Keys({ keys }: { keys: string[] }) {
  return (
    <ul class="keys">
      {keys.map((key) => (
        <li key={key}>
          <code>{key}</code>
        </li>
      ))}
    </ul>
  );
}
