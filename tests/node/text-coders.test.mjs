// The package where the platform has no text coders, as in Jest's jsdom.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { ask, difference } from "./ask.mjs";
import { vectors } from "./vectors.mjs";

const source = join(import.meta.dirname, "../../wasm/js/text-coders.ts");

/** Runs `body` without the platform's coders; the rest of this process keeps them. */
async function withoutCoders(body) {
  const { TextDecoder, TextEncoder } = globalThis;
  Object.assign(globalThis, { TextDecoder: undefined, TextEncoder: undefined });
  try {
    return await body();
  } finally {
    Object.assign(globalThis, { TextDecoder, TextEncoder });
  }
}

test("the plain coders do to every code point what the platform's do", async () => {
  const { code } = transformSync(readFileSync(source, "utf8"), { loader: "ts" });
  const { textCoders } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const plain = await withoutCoders(textCoders);
  const encoder = new plain.TextEncoder();
  const decoder = new plain.TextDecoder();
  // A high surrogate must not meet a low one: a gap between any two.
  for (let from = 0; from <= 0x10_ffff; from += 0x1000) {
    const points = Array.from({ length: 0x1000 }, (_, at) => String.fromCodePoint(from + at));
    const text = points.join(" ");
    const bytes = encoder.encode(text);
    assert.deepEqual(bytes, new TextEncoder().encode(text));
    assert.equal(decoder.decode(bytes), text.toWellFormed());
  }
  assert.equal(decoder.decode(), "");
});

test("without the platform's text coders every golden case is answered alike", async () => {
  await withoutCoders(async () => {
    const rules = await import("@focus-squad/core/full");
    for (const { rule, cases } of vectors()) {
      for (const { name, input, expect } of cases) {
        assert.equal(difference(expect, ask(rules, rule, input)), undefined, `${rule}: ${name}`);
      }
    }
  });
});
