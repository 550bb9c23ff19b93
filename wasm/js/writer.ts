/** Writes values into the module's input. `raw.rs` is the other half. */

import type { Instance } from "./instance.js";

/** Kinds of values, one byte each, as in `raw.rs`. */
const ABSENT = 0;
const NULL = 1;
const TEXT = 2;
const ILL_FORMED = 3;
const OVERSIZE = 4;
const OTHER = 5;
const LIST = 6;
const OBJECT = 7;

/** UTF-8 needs at most three bytes for a UTF-16 code unit. */
const BYTES_PER_UNIT = 3;

export class Writer {
  readonly #rules: Instance;
  #memory: Uint8Array;
  #start: number;
  #capacity: number;
  #at = 0;

  /** Room for so many UTF-16 code units of text, and for what stands around them. */
  constructor(rules: Instance, units = 256) {
    this.#rules = rules;
    this.#capacity = units * BYTES_PER_UNIT + 64;
    this.#start = rules.exports.input(this.#capacity);
    this.#memory = rules.bytes;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.#at;
  }

  /** Plain text without a kind or length; false for a lone surrogate. */
  text(text: string): boolean {
    this.#reserve(text.length * BYTES_PER_UNIT);
    const end = encode(text, this.#memory, this.#start + this.#at);
    if (end < 0) return false;
    this.#at = end - this.#start;
    return true;
  }

  /** A member that should be text. Longer text than `cap` code units stays where it is. */
  raw(value: unknown, cap: number): void {
    if (typeof value !== "string") {
      this.#byte(kindOf(value));
    } else if (value.length > cap) {
      this.#byte(OVERSIZE);
    } else {
      this.#text(value);
    }
  }

  /** A member that should be a list; its first `most` items are written. */
  list(value: unknown, most: number, write: (item: unknown) => void): void {
    if (!Array.isArray(value)) {
      this.#byte(kindOf(value));
      return;
    }
    // A proxy may claim any length.
    const length = Math.min(Math.trunc(Math.abs(value.length)), 0xffff_ffff);
    const written = Math.min(length, most);
    this.#byte(LIST);
    this.#number(length, 4, this.#at);
    this.#at += 4;
    this.#byte(written);
    for (let at = 0; at < written; at++) write(value[at]);
  }

  /** A value that should be an object; its members are written by the caller if it is one. */
  object(value: unknown): value is Readonly<Record<string, unknown>> {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    this.#byte(isObject ? OBJECT : OTHER);
    return isObject;
  }

  /** Kind, length and text; the kind alone for a lone surrogate. */
  #text(text: string): void {
    const from = this.#at;
    this.#byte(TEXT);
    this.#at += 2;
    if (this.text(text)) {
      this.#number(this.#at - from - 3, 2, from + 1);
    } else {
      this.#at = from;
      this.#byte(ILL_FORMED);
    }
  }

  #byte(byte: number): void {
    this.#reserve(8);
    this.#memory[this.#start + this.#at++] = byte;
  }

  #number(number: number, bytes: number, at: number): void {
    this.#reserve(8);
    for (let byte = 0; byte < bytes; byte++) {
      this.#memory[this.#start + at + byte] = number >>> (8 * byte);
    }
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes + 16 <= this.#capacity) return;
    this.#capacity = (this.#at + bytes + 16) * 2;
    this.#start = this.#rules.exports.input(this.#capacity);
    // The memory may have moved.
    this.#memory = this.#rules.bytes;
  }
}

/** The kind of a value that is neither text nor a list. */
function kindOf(value: unknown): number {
  if (value === undefined) return ABSENT;
  return value === null ? NULL : OTHER;
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
      memory[at++] = 0x80 | (code & 63);
      continue;
    }
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
    memory[at++] = 0x80 | (code & 63);
  }
  return at;
}
