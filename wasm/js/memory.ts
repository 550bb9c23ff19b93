/**
 * The memory of an instance: values are written into it as the nodes of a document, answers are
 * read from it as numbers. `input.rs` and `answer.rs` are the other halves.
 */

import { type Refused, readProblems } from "./errors.js";
import type { Exports } from "./exports.js";
import { type FieldPlace, Kind } from "./generated.js";

/** Bytes of a node: its kind and two numbers. */
const NODE = 12;
/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;
/** Room that every instance has from the start. */
const NODES = 1024;
const TEXT = 8192 * BYTES_PER_UNIT;

export class Memory {
  readonly exports: Exports;
  /** The texts that were written, in order: an answer tells texts by their place among them. */
  readonly texts: string[] = [];
  readonly #memory: WebAssembly.Memory;
  #bytes!: Uint8Array;
  #words!: Uint32Array;
  #numbers!: Float64Array;
  /** Where the input starts, and for how many nodes and bytes of text behind them it has room. */
  #start = 0;
  #nodes = 0;
  #text = 0;
  /** Nodes and bytes of text that were written. */
  #written = 0;
  #length = 0;
  /** The next number of the answer. */
  #next = 0;

  constructor(exports: Exports, memory: WebAssembly.Memory) {
    this.exports = exports;
    this.#memory = memory;
    this.#reserve(NODES, TEXT);
  }

  /** Forgets what was written. */
  clear(): this {
    this.texts.length = this.#written = this.#length = 0;
    return this;
  }

  /** Begins a list or an object; {@link close} ends it. */
  open(kind: Kind): number {
    this.node(kind, 0, 0);
    return this.#written - 1;
  }

  /** Ends what {@link open} began: so many items or members are in it. */
  close(at: number, count: number): void {
    const word = (this.#start + at * NODE) >> 2;
    this.#words[word + 1] = count;
    this.#words[word + 2] = this.#written;
  }

  node(kind: Kind, first: number, second: number): void {
    if (this.#written === this.#nodes) this.#reserve(this.#nodes * 2, this.#text);
    const word = (this.#start + this.#written++ * NODE) >> 2;
    this.#words[word] = kind;
    this.#words[word + 1] = first;
    this.#words[word + 2] = second;
  }

  /** A value that should be text. What is longer than `most` code units stays where it is. */
  value(value: unknown, most: number): void {
    if (typeof value !== "string") {
      this.node(value === null ? Kind.Null : Kind.Other, 0, 0);
    } else if (value.length > most) {
      this.node(Kind.Oversize, 0, 0);
    } else {
      const start = this.#length;
      if (this.text(value)) {
        this.texts.push(value);
        this.node(Kind.Text, start, this.#length);
      } else {
        this.node(Kind.IllFormed, 0, 0);
      }
    }
  }

  /** A number. */
  number(value: number): void {
    SCRATCH[0] = value;
    this.node(Kind.Number, HALVES[0] as number, HALVES[1] as number);
  }

  /** A member that should be text, unless there is none; how many were written. */
  member(field: FieldPlace, value: unknown, most: number): number {
    if (value === undefined) return 0;
    this.node(Kind.Field, field, 0);
    this.value(value, most);
    return 1;
  }

  /** A value that should be a list. Its first `looked` items are written, `most` units of each. */
  list(value: unknown, looked: number, most: number): void {
    if (!Array.isArray(value)) {
      this.node(value === null ? Kind.Null : Kind.Other, 0, 0);
      return;
    }
    const at = this.open(Kind.Array);
    const length = lengthOf(value);
    for (let item = 0; item < length && item < looked; item++) this.value(value[item], most);
    this.close(at, length);
  }

  /** Plain text without a node; false for a lone surrogate. */
  text(text: string): boolean {
    const needed = this.#length + text.length * BYTES_PER_UNIT;
    if (needed > this.#text) this.#reserve(this.#nodes, needed * 2);
    const from = this.#start + this.#nodes * NODE;
    const end = encode(text, this.#bytes, from + this.#length);
    if (end < 0) return false;
    this.#length = end - from;
    return true;
  }

  /** Asks a rule about the values that were written. */
  ask(rule: (nodes: number, text: number, length: number) => number): number {
    return rule(this.#written, this.#nodes * NODE, this.#length);
  }

  /** Asks a rule about one text, which stands at the start of the input. */
  askText(text: string, rule: (length: number) => number): number | undefined {
    if (text.length * BYTES_PER_UNIT > this.#nodes * NODE + this.#text) {
      this.#reserve(this.#nodes, text.length * BYTES_PER_UNIT);
    }
    const end = encode(text, this.#bytes, this.#start);
    return end < 0 ? undefined : rule(end - this.#start);
  }

  /** Turns to the numbers of an answer. */
  read(answer: number): this {
    // Memory that grew during the call moved.
    if (this.#numbers.length === 0) this.#look();
    this.#next = answer >> 3;
    return this;
  }

  /** The next number of the answer. */
  next(): number {
    return this.#numbers[this.#next++] as number;
  }

  /** The piece of a text whose place comes next in the answer; none is empty. */
  piece(): string {
    const text = this.texts[this.next()];
    const start = this.next();
    const end = this.next();
    return text === undefined ? "" : text.slice(start, end);
  }

  /** The pieces of texts that come next in the answer, behind their count. */
  pieces(): string[] {
    const pieces: string[] = [];
    for (let count = this.next(); count > 0; count--) pieces.push(this.piece());
    return pieces;
  }

  /** The text that the answer tells by address and length. */
  longText(answer: number): string {
    const start = this.read(answer).next();
    const end = start + this.next();
    let text = "";
    // In pieces: a call takes only so many arguments.
    for (let at = start; at < end; at += 4096) {
      const piece = this.#bytes.subarray(at, Math.min(at + 4096, end));
      text += String.fromCharCode.apply(null, piece as unknown as number[]);
    }
    // UTF-8 without a decoder, which some runtimes lack.
    return decodeURIComponent(escape(text));
  }

  /** The problems of a negative answer. */
  problems(answer: number): Refused {
    return readProblems(this.read(-answer));
  }

  #reserve(nodes: number, text: number): void {
    const room = this.#nodes * NODE;
    this.#start = this.exports.input(nodes * NODE + text);
    // No memory left: the instance is given up.
    if (this.#start === 0) throw new RangeError();
    this.#look();
    const from = this.#start + room;
    this.#bytes.copyWithin(this.#start + nodes * NODE, from, from + this.#length);
    this.#nodes = nodes;
    this.#text = text;
  }

  #look(): void {
    const { buffer } = this.#memory;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#numbers = new Float64Array(buffer);
  }
}

const SCRATCH = /* @__PURE__ */ new Float64Array(1);
const HALVES = /* @__PURE__ */ new Uint32Array(SCRATCH.buffer);

/** The length of a list; a proxy may claim any. */
export function lengthOf(list: readonly unknown[]): number {
  return Math.min(Math.trunc(Math.abs(list.length)) || 0, 0xffff_ffff);
}

/** Whether a value is an object and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** UTF-8 at a place in memory; where it ends, or −1 for a lone surrogate. */
function encode(text: string, memory: Uint8Array, from: number): number {
  let at = from;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      memory[at++] = code;
      continue;
    }
    if (code < 0x800) {
      memory[at++] = 0xc0 | (code >> 6);
    } else {
      if (code >= 0xd800 && code < 0xe000) {
        const low = text.charCodeAt(++index);
        // A text that ends here gives NaN, which is not in the range either.
        if (code >= 0xdc00 || !(low >= 0xdc00 && low < 0xe000)) return -1;
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        memory[at++] = 0xf0 | (code >> 18);
        memory[at++] = 0x80 | ((code >> 12) & 63);
      } else {
        memory[at++] = 0xe0 | (code >> 12);
      }
      memory[at++] = 0x80 | ((code >> 6) & 63);
    }
    memory[at++] = 0x80 | (code & 63);
  }
  return at;
}
