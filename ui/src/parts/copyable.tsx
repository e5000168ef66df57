/** Text to take along: an address, a hash, a command. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { useWords } from "../words";

/** How long it is said that it was copied. */
const SAID_MS = 2000;

type CopyableProps = {
  text: string;
  /** What the button is called, as `Copy the address`. */
  label: string;
  /** How the text is drawn; as code when left out. */
  children?: ComponentChildren;
};

/** The text with its button; where the clipboard is closed, the text is selected instead. */
export function Copyable({ text, label, children }: CopyableProps) {
  const say = useWords();
  const shown = useRef<HTMLSpanElement>(null);
  const [said, setSaid] = useState<"copied" | "selected" | null>(null);
  useEffect(() => {
    if (!said) return undefined;
    const saying = setTimeout(() => setSaid(null), SAID_MS);
    return () => clearTimeout(saying);
  }, [said]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("copied");
    } catch {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setSaid("selected");
    }
  };
  return (
    <span class="copyable">
      <span ref={shown}>{children ?? <code>{text}</code>}</span>
      <button type="button" class="link" aria-label={label} onClick={() => void copy()}>
        {say("copy")}
      </button>
      <span class="copied" role="status">
        {said === "copied" && say("copied")}
        {said === "selected" && say("copy-by-hand")}
      </span>
    </span>
  );
}
