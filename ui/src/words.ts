/**
 * What the window says, from the Fluent catalogues. Text that comes in a View was already said by
 * the engine and is shown as it is.
 */
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import { createContext } from "preact";
import { useContext } from "preact/hooks";

import englishOfPayments from "../words/en/window-pay.ftl?raw";
import english from "../words/en/window.ftl?raw";
import chineseOfPayments from "../words/zh-CN/window-pay.ftl?raw";
import chinese from "../words/zh-CN/window.ftl?raw";
import type { Language } from "./contract";

/** Says the message with this key; its placeables are filled from `values`. */
export type Say = (key: string, values?: Record<string, FluentVariable>) => string;

const SOURCES: Record<Language, string[]> = { en: [english, englishOfPayments], "zh-CN": [chinese, chineseOfPayments] };
const spoken = new Map<Language, Say>();

/** The words of one language. */
export function wordsFor(language: Language): Say {
  const known = spoken.get(language);
  if (known) return known;
  const bundle = new FluentBundle(language, { useIsolating: false });
  for (const source of SOURCES[language]) bundle.addResource(new FluentResource(source));
  const say: Say = (key, values) => {
    const pattern = bundle.getMessage(key)?.value;
    return pattern ? bundle.formatPattern(pattern, values ?? null) : key;
  };
  spoken.set(language, say);
  return say;
}

/** Which words the parts below speak. */
export const Words = createContext<Say>(wordsFor("en"));

/** The words of the View's language. */
export const useWords = (): Say => useContext(Words);
