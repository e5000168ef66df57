// @vitest-environment node
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const outDir = mkdtempSync(join(tmpdir(), "purser-ui-"));
const built = (ending: string) =>
  readdirSync(outDir, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(ending))
    .map((path) => readFileSync(join(outDir, path), "utf8"))
    .join("\n");

beforeAll(() => build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } }), 60_000);
afterAll(() => rmSync(outDir, { recursive: true }));

test("the page has no inline style and no inline script, as its content policy asks", () => {
  const page = built(".html");
  expect(page).toContain("<script");
  expect(page).not.toMatch(/<style|\sstyle=|\son\w+=/);
  expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
});

test("nothing is loaded from elsewhere", () => {
  expect(built(".html")).not.toMatch(/(?:src|href)="(?!\/assets\/)/);
  expect(built(".css")).not.toMatch(/@import|url\(/);
});

test("no component sets a style by itself", () => {
  expect(built(".js")).not.toMatch(/\bstyle:\s*[{"`]/);
});

test("fixtures and gallery are not in the bundle", () => {
  const script = built(".js");
  expect(script).toContain("windowShown");
  expect(script).not.toContain("Ada Lovelace");
});

test("colours stand in tokens.css alone", () => {
  const strays = readdirSync(join(root, "src"))
    .filter((name) => name.endsWith(".css") && name !== "tokens.css")
    .filter((name) => /#[0-9a-f]{3,8}\b|rgb|hsl|oklch|!important/i.test(readFileSync(join(root, "src", name), "utf8")));
  expect(strays).toEqual([]);
});
