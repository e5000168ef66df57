/** The few signs of the rail. Each stands beside its word and says nothing itself. */

const PATHS = {
  home: "M3.5 9.2 10 3.8l6.5 5.4v6.3a1 1 0 0 1-1 1h-3.6v-4.4H8.1v4.4H4.5a1 1 0 0 1-1-1z",
  plug: "M7 3.5v3.2M13 3.5v3.2M5 6.7h10v2.6a5 5 0 0 1-10 0zM10 14.3v2.5",
  purse: "M4.5 6.5h10.5a1.5 1.5 0 0 1 1.5 1.5v6.5a1.5 1.5 0 0 1-1.5 1.5h-10a1.5 1.5 0 0 1-1.5-1.5v-8.6a1.4 1.4 0 0 1 1.4-1.4h9.1v2M16.5 9.7h-3.2a1.55 1.55 0 0 0 0 3.1h3.2",
  bolt: "M11.2 3.2 4.8 11.4h4.6l-.6 5.4 6.4-8.2h-4.6z",
  pulse: "M2.5 10.5h3.2l2.1-5.2 3.6 9.2 2-5 .7 1h3.4",
  inbox: "M3.5 11.2 5.6 4.5h8.8l2.1 6.7v4.3h-13zM3.5 11.2h3.6l1.1 1.9h3.6l1.1-1.9h3.6",
  sliders: "M3.5 6.5h7M14.5 6.5h2M3.5 13.5h2M9.5 13.5h7M12.5 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM7.5 11.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
} as const;

/** Which signs there are. */
export type IconName = keyof typeof PATHS;

/** One sign. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
