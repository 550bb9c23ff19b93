/**
 * The running module: compiled and started at the first call, started afresh after a trap.
 *
 * Nothing happens at import. The compiled module is kept for good, an instance until it traps.
 */

import { problem, type Result, refused, unwrap } from "./errors.js";
import { createGlue } from "./glue.js";
import { Memory } from "./memory.js";
import { compile, compileAside } from "./source.js";

let compiled: WebAssembly.Module | undefined;
/** One instance for each call inside of a call: a getter that asks the rules must not disturb. */
const running: (Memory | undefined)[] = [];
let depth = 0;
/** Calls inside of calls beyond these are refused. */
const MAX_DEPTH = 8;

/** Runs the rules. A trap spoils this call alone: the next one gets a fresh instance. */
export function run<T>(use: (rules: Memory) => Result<T>): Result<T> {
  if (depth === MAX_DEPTH) return refused(problem("RULES_TRAPPED", ""));
  const mine = depth;
  let rules = running[mine];
  if (rules === undefined) {
    try {
      running[mine] = rules = start();
    } catch {
      return refused(problem("RULES_UNAVAILABLE", ""));
    }
  }
  depth++;
  try {
    return use(rules.clear());
  } catch (error) {
    if (!isTrap(error)) throw error;
    running[mine] = undefined;
    return refused(problem("RULES_TRAPPED", ""));
  } finally {
    depth = mine;
  }
}

/** Compiles ahead of the first call and off the main thread where the runtime can. */
export async function preload(): Promise<void> {
  try {
    compiled ??= await compileAside();
  } catch {
    unwrap(refused(problem("RULES_UNAVAILABLE", "")));
  }
}

/** Whether WebAssembly can run here. A strict Content-Security-Policy may forbid it. */
export function available(): boolean {
  try {
    running[0] ??= start();
    return true;
  } catch {
    return false;
  }
}

function start(): Memory {
  compiled ??= compile();
  const glue = createGlue();
  const { exports } = new WebAssembly.Instance(compiled, glue.imports);
  return new Memory(glue.start(exports), exports.memory as WebAssembly.Memory);
}

/** A trap, or a stack that overflowed inside of the module. */
function isTrap(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
