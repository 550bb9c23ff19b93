/**
 * The running module: compiled and started at the first call, started afresh after a trap.
 *
 * Nothing happens at import. The compiled module is kept for good, an instance until it traps.
 */

import { problem, type Refused, type Result, readProblems, refused, unwrap } from "./errors.js";
import { createGlue, type Exports } from "./glue.js";
import { type ModuleSource, source } from "./source.js";

let compiled: WebAssembly.Module | undefined;
/** One instance for each call inside of a call: a getter that asks the rules must not disturb. */
const running: (Instance | undefined)[] = [];
let depth = 0;
/** Calls inside of calls beyond these are refused. */
const MAX_DEPTH = 8;

/** An instance with its memory as the façade reads and writes it. */
export class Instance {
  readonly exports: Exports;
  readonly #memory: WebAssembly.Memory;
  #bytes: Uint8Array<ArrayBuffer>;
  #numbers: Float64Array<ArrayBuffer>;

  constructor(module: WebAssembly.Module) {
    const glue = createGlue();
    const instance = new WebAssembly.Instance(module, glue.imports);
    this.exports = glue.start(instance.exports);
    this.#memory = instance.exports.memory as WebAssembly.Memory;
    this.#bytes = new Uint8Array(this.#memory.buffer as ArrayBuffer);
    this.#numbers = new Float64Array(this.#memory.buffer as ArrayBuffer);
  }

  /** The memory as bytes. It moves when it grows, so ask again after each call. */
  get bytes(): Uint8Array<ArrayBuffer> {
    if (this.#bytes.byteLength === 0) {
      this.#bytes = new Uint8Array(this.#memory.buffer as ArrayBuffer);
    }
    return this.#bytes;
  }

  /** A number of the last answer. */
  number(at: number): number {
    if (this.#numbers.byteLength === 0) {
      this.#numbers = new Float64Array(this.#memory.buffer as ArrayBuffer);
    }
    return this.#numbers[(this.exports.numbers() >>> 3) + at] as number;
  }

  /** The text of the last answer, which is ASCII. */
  text(length: number): string {
    const start = this.exports.text();
    const bytes = this.bytes;
    let text = "";
    // In pieces: a call takes only so many arguments.
    for (let at = start; at < start + length; at += 4096) {
      const piece = bytes.subarray(at, Math.min(at + 4096, start + length));
      text += String.fromCharCode.apply(null, piece as unknown as number[]);
    }
    return text;
  }

  /** The problems behind a negative answer. */
  problems(answer: number): Refused {
    return readProblems((at) => this.number(at), -answer);
  }
}

/** Runs the rules. A trap spoils this call alone: the next one gets a fresh instance. */
export function run<T>(use: (rules: Instance) => Result<T>): Result<T> {
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
    return use(rules);
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
  if (compiled !== undefined) return;
  try {
    const from: ModuleSource = source();
    compiled = from instanceof WebAssembly.Module ? from : await WebAssembly.compile(from);
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

function start(): Instance {
  if (compiled === undefined) {
    const from: ModuleSource = source();
    compiled = from instanceof WebAssembly.Module ? from : new WebAssembly.Module(from);
  }
  return new Instance(compiled);
}

/** A trap, or a stack that overflowed inside of the module. */
function isTrap(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}
