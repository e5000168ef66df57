/** Where the focus goes when what was opened in the page closes again. Moves it at no other time. */
import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** Gives the focus to the heading of what `opened` stands in, when it closes with the focus in it. */
export function useFocusBack(opened: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const closing = opened.current;
    const heading = closing?.parentElement?.closest("section, li")?.querySelector<HTMLElement>("h2, h3");
    return () => {
      const focused = document.activeElement;
      if (!heading || (focused !== document.body && !closing?.contains(focused))) return;
      heading.tabIndex = -1;
      heading.focus();
    };
  }, [opened]);
}
