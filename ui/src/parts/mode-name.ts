/** The pricing modes as people call them. */
import type { ModeView } from "../contract";
import type { Say } from "../words";

/** The mode's name, in the words that are spoken. */
export function modeName(mode: ModeView, say: Say): string {
  switch (mode) {
    case "surge":
      return say("mode-surge");
    case "standard":
      return say("mode-standard");
    case "reduced":
      return say("mode-reduced");
  }
}
