/** Purser's mark, as in `icons/purser.svg`, in the colours of the page. */

/** The mark; says nothing, since the name stands beside it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 512 512" aria-hidden="true">
      <rect x="24" y="24" width="464" height="464" rx="108" class="mark-ground" />
      <path d="M178 404V222a94 94 0 1 1 94 94h-28" class="mark-letter" />
      <circle cx="272" cy="222" r="36" class="mark-coin" />
    </svg>
  );
}
