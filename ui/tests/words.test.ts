import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { FluentBundle, FluentResource } from "@fluent/bundle";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(join(import.meta.dirname, "..", path), "utf8");
const catalogue = (language: string) => read(`words/${language}/window.ftl`) + read(`words/${language}/window-pay.ftl`);
const keysOf = (source: string) => [...source.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => key);
const placeables = (source: string) =>
  new Map(
    source
      .split(/^(?=[a-z][\w-]* =)/m)
      .filter((message) => /^[a-z]/.test(message))
      .map((message) => [message.split(" ")[0], new Set(message.match(/\$\w+/g))]),
  );
const sources = readdirSync(join(import.meta.dirname, "../src"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: read(`src/${path}`) }));
const said = new Set(sources.flatMap(({ text }) => [...text.matchAll(/\bsay\("([^"]+)"/g)].map(([, key]) => key)));

test("both catalogues have the same keys in the same order", () => {
  expect(keysOf(catalogue("zh-CN"))).toEqual(keysOf(catalogue("en")));
});

test("no key stands twice", () => {
  const keys = keysOf(catalogue("en"));
  expect(keys).toHaveLength(new Set(keys).size);
});

test("a translation uses the same values as the original", () => {
  expect(placeables(catalogue("zh-CN"))).toEqual(placeables(catalogue("en")));
});

test("every key that is said exists, and every key is said", () => {
  expect([...said].toSorted()).toEqual(keysOf(catalogue("en")).toSorted());
});

test("keys are written out where they are said, so that they can be found", () => {
  const hidden = sources.flatMap(({ path, text }) => (/\bsay\((?!")/.test(text) ? [path] : []));
  expect(hidden).toEqual([]);
});

test.each(["en", "zh-CN"])("the %s catalogue has no syntax error", (language) => {
  const bundle = new FluentBundle(language);
  expect(bundle.addResource(new FluentResource(catalogue(language)))).toEqual([]);
  expect(keysOf(catalogue(language)).filter((key) => !key || !bundle.hasMessage(key))).toEqual([]);
});

test.each(["en", "zh-CN"])("the %s catalogue says what is unread by its own plurals", (language) => {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(catalogue(language)));
  const pattern = bundle.getMessage("inbox-unread")?.value ?? "";
  const texts = [0, 1, 2].map((count) => bundle.formatPattern(pattern, { count }));
  expect(texts).toEqual(
    language === "en"
      ? ["Everything is read.", "1 unread message", "2 unread messages"]
      : ["全部已读。", "1 条未读消息", "2 条未读消息"],
  );
});
