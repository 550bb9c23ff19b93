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
  readonly #memory: WebAssembly.Memory;
  /** Faster than a loop; some runtimes lack it. */
  readonly #encoder = globalThis.TextEncoder && new TextEncoder();
  /** The texts that were written, their nodes, and where each starts in all of them together. */
  readonly #texts: string[] = [];
  readonly #textNodes: number[] = [];
  readonly #starts: number[] = [];
  #count = 0;
  #all = "";
  /** Whether all of them are ASCII, so that their places in UTF-8 are their places in JavaScript. */
  #isAscii = true;
  #bytes!: Uint8Array;
  #words!: Uint32Array;
  #numbers!: Float64Array;
  /** Where texts go: behind the nodes, or at the start of the input when there are none. */
  #behindNodes!: Uint8Array;
  #atStart!: Uint8Array;
  /** Where the input starts, and for how many nodes and bytes of text behind them it has room. */
  #start = 0;
  #nodes = 0;
  #text = 0;
  /** Nodes that were written. */
  #written = 0;
  /** The next number of the answer. */
  #next = 0;

  constructor(exports: Exports, memory: WebAssembly.Memory) {
    this.exports = exports;
    this.#memory = memory;
    this.#reserve(NODES, TEXT);
  }

  /** Forgets what was written. */
  clear(): this {
    this.#count = this.#written = 0;
    this.#all = "";
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
      const start = this.#all.length;
      this.#texts[this.#count] = value;
      this.#textNodes[this.#count] = this.#written;
      this.#starts[this.#count++] = start;
      this.#all += value;
      this.node(Kind.Text, start, start + value.length);
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
    const item = ownItems(value);
    for (let place = 0; place < length && place < looked; place++) this.value(item(place), most);
    this.close(at, length);
  }

  /** Asks a rule about the values that were written. */
  ask<Answer>(rule: (nodes: number, text: number, length: number) => Answer): Answer {
    const needed = this.#all.length * BYTES_PER_UNIT;
    if (needed > this.#text) this.#reserve(this.#nodes, needed);
    let length = this.#encodeAscii(this.#all, this.#behindNodes);
    this.#isAscii = length !== undefined;
    length ??= this.#encodeEach();
    return rule(this.#written, this.#nodes * NODE, length);
  }

  /** Asks a rule about one text, which stands at the start of the input; not with half a pair. */
  askText(text: string, rule: (length: number) => number): number | undefined {
    return this.askTexts(text, "", rule);
  }

  /** Asks a rule about two texts: the bytes of the first, and of both. */
  askTexts(
    first: string,
    second: string,
    rule: (first: number, both: number) => number,
  ): number | undefined {
    const both = first + second;
    const needed = both.length * BYTES_PER_UNIT;
    if (needed > this.#atStart.length) this.#reserve(this.#nodes, needed);
    const length = this.#encodeAscii(both, this.#atStart);
    if (length !== undefined) return rule(first.length, length);
    const middle = encode(first, this.#bytes, this.#start);
    const end = middle < 0 ? middle : encode(second, this.#bytes, middle);
    return end < 0 ? undefined : rule(middle - this.#start, end - this.#start);
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

  /** The next numbers of the answer. */
  many(count: number): number[] {
    const numbers: number[] = [];
    for (let left = count; left > 0; left--) numbers.push(this.next());
    return numbers;
  }

  /** The next number of the answer; null for NaN, which stands for none. */
  maybe(): number | null {
    const number = this.next();
    return Number.isNaN(number) ? null : number;
  }

  /** The piece of a text whose place comes next in the answer; none is empty. */
  piece(): string {
    const start = this.next();
    const length = this.next();
    if (length === 0) return "";
    if (this.#isAscii) {
      for (let at = 0; at < this.#count; at++) {
        const text = this.#texts[at] as string;
        const from = start - (this.#starts[at] as number);
        if (from >= 0 && from + length <= text.length) return text.slice(from, from + length);
      }
    }
    return this.#decode(this.#start + this.#nodes * NODE + start, length);
  }

  /** The pieces of texts that come next in the answer, behind their count. */
  pieces(): string[] {
    const pieces: string[] = [];
    for (let count = this.next(); count > 0; count--) pieces.push(this.piece());
    return pieces;
  }

  /** The text that the answer tells by address and length. */
  longText(answer: number): string {
    return this.#decode(this.read(answer).next(), this.next());
  }

  /** UTF-8 of some bytes, without a decoder: some runtimes lack it. */
  #decode(start: number, length: number): string {
    const end = start + length;
    let text = "";
    // In pieces: a call takes only so many arguments.
    for (let at = start; at < end; at += 4096) {
      const piece = this.#bytes.subarray(at, Math.min(at + 4096, end));
      text += String.fromCharCode.apply(null, piece as unknown as number[]);
    }
    return ASCII.test(text) ? text : decodeURIComponent(escape(text));
  }

  /** The problems of a negative answer. */
  problems(answer: number): Refused {
    return readProblems(this.read(-answer));
  }

  /** The length of a text in bytes once it stands in memory; only if it is ASCII. */
  #encodeAscii(text: string, into: Uint8Array): number | undefined {
    // A pair takes four bytes and half a pair three, so only ASCII takes as many as units.
    const written = this.#encoder?.encodeInto(text, into).written;
    return written === text.length ? written : undefined;
  }

  /** Writes the texts one by one and tells their nodes where they stand. */
  #encodeEach(): number {
    const from = this.#start + this.#nodes * NODE;
    let at = from;
    for (let text = 0; text < this.#count; text++) {
      const word = (this.#start + (this.#textNodes[text] as number) * NODE) >> 2;
      const end = encode(this.#texts[text] as string, this.#bytes, at);
      if (end < 0) {
        this.#words[word] = Kind.IllFormed;
        continue;
      }
      this.#words[word + 1] = at - from;
      this.#words[word + 2] = end - from;
      at = end;
    }
    return at - from;
  }

  /** Makes room; what was written stays. */
  #reserve(nodes: number, text: number): void {
    this.#start = this.exports.input(nodes * NODE + text);
    if (this.#start === 0) throw NO_ROOM;
    this.#nodes = nodes;
    this.#text = text;
    this.#look();
  }

  #look(): void {
    const { buffer } = this.#memory;
    const behind = this.#nodes * NODE;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#numbers = new Float64Array(buffer);
    this.#atStart = new Uint8Array(buffer, this.#start, behind + this.#text);
    this.#behindNodes = new Uint8Array(buffer, this.#start + behind, this.#text);
  }
}

/** No memory is left: the instance is given up. */
export const NO_ROOM = /* @__PURE__ */ new RangeError();

const ASCII = /^[\0-\x7f]*$/;
const SCRATCH = /* @__PURE__ */ new Float64Array(1);
const HALVES = /* @__PURE__ */ new Uint32Array(SCRATCH.buffer);

/** The length of a list; a proxy may claim any. */
export function lengthOf(list: readonly unknown[]): number {
  return Math.min(Math.trunc(Math.abs(list.length)) || 0, 0xffff_ffff);
}

/**
 * The members of an object; undefined for what is none, and for a list. Only its own count: what
 * stands behind it, and behind every object once a prototype is polluted, says nothing.
 */
export function ownMembers(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return;
  const members = value as Readonly<Record<string, unknown>>;
  const behind = Object.getPrototypeOf(members);
  const isPlain = behind === null || (behind === Object.prototype && !isPolluted());
  return isPlain ? members : Object.assign(Object.create(null), members);
}

/** The items of a list by their place; holes are empty, whatever stands behind the list. */
export function ownItems(list: readonly unknown[]): (at: number) => unknown {
  return isPolluted() ? (at) => (Object.hasOwn(list, at) ? list[at] : undefined) : (at) => list[at];
}

const PLAIN = {};
const PLAIN_LIST: readonly unknown[] = [];

/** Whether every object or list has members that nobody gave it. */
function isPolluted(): boolean {
  // Engines know without a look that there are none.
  for (const _ in PLAIN) return true;
  for (const _ in PLAIN_LIST) return true;
  return false;
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
