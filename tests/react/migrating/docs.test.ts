// @vitest-environment node
// What docs/migrating.md shows is what is tested here, to the letter.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/migrating.md"), "utf8");
const blocks = [...guide.matchAll(/^```tsx?\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");

const shown = readdirSync(import.meta.dirname)
  .filter((name) => !name.includes(".test.") && name !== "api.ts")
  .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));

test("the guide's code is the code that is tested", () => {
  expect(blocks.length).toBeGreaterThan(0);
  for (const block of blocks) expect(shown).toContain(block);
});

test("the guide shows all of it", () => {
  for (const file of shown) expect(blocks).toContain(file);
});
