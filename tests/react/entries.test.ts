// @vitest-environment node
// The two entries as files: what they are made of, and that ES modules and CommonJS have the same.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";

const require = createRequire(import.meta.url);
const dist = join(import.meta.dirname, "node_modules/@focus-squad/core/dist");
const read = (file: string) => readFileSync(join(dist, file), "utf8");

describe.each(["js", "cjs"])("react.%s", (ending) => {
  test('starts with "use client"', () => {
    expect(read(`react.${ending}`)).toMatch(/^"use client";/);
  });

  test("asks the package by its name, so that there is one set of rules on a page", () => {
    const text = read(`react.${ending}`);
    for (const name of ["@focus-squad/core", "@focus-squad/core/clock", "react"]) {
      expect(text).toContain(`"${name}"`);
    }
    expect(text).not.toContain("WebAssembly");
    expect(brotliCompressSync(text).length).toBeLessThan(2_500);
  });
});

test("the clock needs neither React nor the rules", () => {
  for (const file of ["clock.js", "clock.cjs"]) {
    expect(read(file)).not.toMatch(/"react"|@focus-squad|WebAssembly/);
    expect(brotliCompressSync(read(file)).length).toBeLessThan(1_500);
  }
});

test("ES modules and CommonJS have the same in them", async () => {
  for (const entry of ["@focus-squad/core/react", "@focus-squad/core/clock"]) {
    const names = Object.keys(await import(entry)).filter((name) => name !== "module.exports");
    expect(names.length).toBeGreaterThan(0);
    expect(Object.keys(require(entry)).sort()).toEqual(names.sort());
  }
});

test("both entries have the very same clock", async () => {
  const clock = await import("@focus-squad/core/clock");
  const react = await import("@focus-squad/core/react");
  expect(react.serverClock).toBe(clock.serverClock);
  expect(react.ClockError).toBe(clock.ClockError);
});
