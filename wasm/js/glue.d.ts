/** What `build.mjs` makes of wasm-bindgen's output: a factory, one glue per instance. */

import type * as Rules from "../pkg/full/focus_wasm.js";

/** The module's functions. The small build lacks the wide ones, and its façade never asks. */
export type Exports = typeof Rules;

export interface Glue {
  readonly imports: WebAssembly.Imports;
  /** Ties the glue to its instance. */
  readonly start: (exports: WebAssembly.Exports) => Exports;
}

export function createGlue(): Glue;
