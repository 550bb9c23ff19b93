/** Asking a rule by its number: facts and an instant in, plain data out. */

import type { Refused, Result } from "../errors.js";
import { type Asked, FACT_TEXT_MAX, FACTS_MAX, Kind } from "../generated.js";
import { run } from "../instance.js";
import { lengthOf, type Memory, ownItems } from "../memory.js";
import { dateMilliseconds } from "../phases.js";
import { FIELDS } from "../tables.js";

/** Asks a rule. What it answers is as `T` says, which is for the caller to know. */
export function askRule<T>(rule: Asked, facts: unknown, now?: unknown): Result<T> {
  return run((rules) => {
    const at = rules.open(Kind.Array);
    writeFacts(rules, facts, now);
    rules.close(at, 2);
    const { ask } = rules.exports;
    const answer: unknown = rules.ask((nodes, text, length) => ask(rule, nodes, text, length));
    if (typeof answer === "number") return rules.problems(answer) as Refused;
    return { ok: true, value: (answer as readonly [T])[0] };
  });
}

/** Facts and an instant. What cannot be walked, a getter that throws say, is no fact. */
export function writeFacts(rules: Memory, facts: unknown, now: unknown): void {
  let known: unknown;
  try {
    known = plain(facts, 0);
  } catch {}
  write(rules, known);
  write(rules, typeof now === "object" ? dateMilliseconds(now) : now);
}

/** Names that the rules know; others are left out. */
const NAMES: readonly string[] = FIELDS;

/** Facts are not nested deeper. */
const MAX_DEPTH = 8;

/** What a getter says is heard once: facts as plain values, a `Date` as milliseconds. */
function plain(fact: unknown, depth: number): unknown {
  if (typeof fact !== "object" || fact === null) return fact;
  if (fact instanceof Date) return dateMilliseconds(fact);
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(fact)) {
    const length = lengthOf(fact);
    // One more than is taken says that there are too many.
    const item = ownItems(fact);
    return Array.from({ length: Math.min(length, FACTS_MAX + 1) }, (_, at) =>
      plain(item(at), depth + 1),
    );
  }
  const known: [string, unknown][] = [];
  for (const [name, member] of Object.entries(fact)) {
    if (NAMES.includes(name)) known.push([name, plain(member, depth + 1)]);
  }
  return new Map(known);
}

/** Writes plain values. */
function write(rules: Memory, fact: unknown): void {
  if (typeof fact === "number") {
    rules.number(fact);
  } else if (typeof fact === "boolean") {
    rules.node(fact ? Kind.True : Kind.False, 0, 0);
  } else if (typeof fact !== "object") {
    // A proxy of a function throws at a look.
    rules.value(fact, FACT_TEXT_MAX);
  } else if (Array.isArray(fact)) {
    const at = rules.open(Kind.Array);
    for (const item of fact) write(rules, item);
    rules.close(at, fact.length);
  } else if (fact instanceof Map) {
    const at = rules.open(Kind.Object);
    let members = 0;
    for (const [name, member] of fact) {
      if (member === undefined) continue;
      rules.node(Kind.Field, NAMES.indexOf(name), 0);
      write(rules, member);
      members++;
    }
    rules.close(at, members);
  } else {
    rules.value(fact, FACT_TEXT_MAX);
  }
}
