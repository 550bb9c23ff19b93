/** Refusals: what is wrong, where, and the words for it. */

import { API_PHASES, type ApiPhase, EXPECTED } from "./generated.js";
import { ALLOWED, CODES, type Code, FIELDS, MESSAGES } from "./tables.js";

/** What fills the placeholders of a message. */
export interface Params {
  readonly min?: number;
  readonly max?: number;
  readonly expected?: string;
  readonly allowed?: readonly string[];
  readonly line?: number;
  readonly column?: number;
  readonly current?: ApiPhase;
}

/** One thing that is wrong with an input. */
export interface Problem {
  /** Where: `ratings[1].reasons`, `exp`, or empty for the whole input. */
  readonly path: string;
  readonly code: Code;
  /** The same words that the server says. */
  readonly message: string;
  readonly params: Params;
}

/** An answer. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** A refusal: every problem, in order. */
export interface Refused {
  readonly ok: false;
  readonly errors: readonly [Problem, ...Problem[]];
}

/** What every `safe…` function returns. */
export type Result<T> = Ok<T> | Refused;

/** Marks a `RuleError` of any entry and any copy of this package. */
const BRAND = Symbol.for("@focus-squad/core/RuleError");

/** What every other function throws: the same problems. */
export class RuleError extends Error {
  override readonly name: string = "RuleError";
  /** The first problem's code. */
  readonly code: Code;
  readonly errors: readonly [Problem, ...Problem[]];
  /** @internal */
  readonly [BRAND] = true;

  constructor(errors: readonly [Problem, ...Problem[]]) {
    super(errors[0].message);
    this.code = errors[0].code;
    this.errors = errors;
  }

  /** Whether a value is one, be it thrown by another entry of this package. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** WebAssembly cannot run here. `header` is what the Content-Security-Policy lacks. */
export class RulesUnavailable extends RuleError {
  override readonly name = "RulesUnavailable";
  readonly header = "script-src 'wasm-unsafe-eval'";

  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof RuleError && value.code === "RULES_UNAVAILABLE";
  }
}

/** The message of a code with its placeholders filled. */
function messageOf(code: Code, params: Params): string {
  return MESSAGES[CODES.indexOf(code)]?.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = params[name as keyof Params];
    if (value === undefined) return placeholder;
    return typeof value === "object" ? value.join(", ") : String(value);
  }) as string;
}

/** A problem that never reached the rules. */
export function problem(code: Code, path: string, params: Params = {}): Problem {
  return { path, code, message: messageOf(code, params), params };
}

export function refused(...errors: [Problem, ...Problem[]]): Refused {
  return { ok: false, errors };
}

/** The value, or the problems thrown. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  const Thrown = result.errors[0].code === "RULES_UNAVAILABLE" ? RulesUnavailable : RuleError;
  throw new Thrown(result.errors);
}

/** Numbers that follow each other in an answer. */
interface Numbers {
  next(): number;
}

/** Reads the problems of an answer, behind their count. */
export function readProblems(numbers: Numbers): Refused {
  const errors: Problem[] = [];
  for (let count = numbers.next(); count > 0; count--) errors.push(readProblem(numbers));
  return { ok: false, errors: errors as [Problem, ...Problem[]] };
}

/** A name by its place; −1 is none, whatever stands behind lists. */
function fieldAt(place: number): string | undefined {
  return place < 0 ? undefined : FIELDS[place];
}

function readProblem(numbers: Numbers): Problem {
  const code = CODES[numbers.next()] as Code;
  let path = fieldAt(numbers.next()) ?? "";
  const index = numbers.next();
  if (index >= 0) path += `[${index}]`;
  const member = fieldAt(numbers.next());
  if (member !== undefined) path += path === "" ? member : `.${member}`;
  const item = numbers.next();
  if (item >= 0) path += `[${item}]`;
  const last = fieldAt(numbers.next());
  if (last !== undefined) path += `.${last}`;
  return problem(code, path, readParams(numbers.next(), numbers.next(), numbers.next()));
}

function readParams(kind: number, first: number, second: number): Params {
  switch (kind) {
    case 1:
      return { min: first };
    case 2:
      return { max: first };
    case 3:
      return { expected: EXPECTED[first] as string };
    case 4:
      return { allowed: [...(ALLOWED[first] as readonly string[])] };
    case 5:
      return { line: first, column: second };
    case 6:
      return { current: API_PHASES[first] as ApiPhase };
    default:
      return {};
  }
}
