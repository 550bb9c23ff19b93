/** Values that go to the rules as JSON. */

import { problem, type Result, refused } from "./errors.js";
import type { Exports } from "./glue.js";
import { run } from "./instance.js";
import { Writer } from "./writer.js";

/** The longest JSON that is passed on, in UTF-16 code units. */
export const JSON_MAX = 65_536;

/** Passes a value on as JSON and reads the answer. `path` tells where it stands if it cannot. */
export function askJson<T>(
  path: string,
  value: () => unknown,
  ask: (exports: Exports, length: number) => number,
  read: (answer: number, text: () => unknown) => T,
): Result<T> {
  return run((rules) => {
    const text = stringify(value);
    if (text === undefined) {
      return refused(problem("WRONG_TYPE", path, { expected: "an object" }));
    }
    if (text.length > JSON_MAX) return refused(problem("TOO_LONG", path, { max: JSON_MAX }));
    const writer = new Writer(rules, text.length);
    // JSON.stringify writes lone surrogates as escapes, so this cannot fail; the rules refuse them.
    writer.text(text);
    const answer = ask(rules.exports, writer.length);
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: read(answer, () => JSON.parse(rules.text(answer))) };
  });
}

/** JSON text; undefined for cyclic values, for getters that throw, and for what JSON lacks. */
export function stringify(value: () => unknown): string | undefined {
  try {
    return JSON.stringify(value(), keepWrong);
  } catch {
    return undefined;
  }
}

/**
 * JSON would turn a NaN, a function or a hole in a list into `null`, or drop it, and so make a
 * wrong value look like none. An empty object stays wrong, for the rules to refuse.
 */
function keepWrong(this: unknown, _: string, value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : {};
  if (typeof value === "function" || typeof value === "symbol") return {};
  return value === undefined && Array.isArray(this) ? {} : value;
}
