/** The parts of a screen, side by side above its content. */

type SectionsProps<T extends string> = {
  /** What they are parts of. */
  label: string;
  /** With a count where something waits in them. */
  sections: { name: T; label: string; count?: number }[];
  chosen: T;
  onChoose: (name: T) => void;
};

/** One button for each part; the chosen one is marked. */
export function Sections<T extends string>({ label, sections, chosen, onChoose }: SectionsProps<T>) {
  return (
    <nav class="sections" aria-label={label}>
      <ul>
        {sections.map((section) => (
          <li key={section.name}>
            <button type="button" aria-current={section.name === chosen ? "true" : undefined} onClick={() => onChoose(section.name)}>
              {section.label}
              {section.count ? <span class="count"> {section.count}</span> : null}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
