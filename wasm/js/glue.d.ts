/** What `build.mjs` makes of wasm-bindgen's output: a factory, one glue per instance. */

import type { Exports } from "./exports.js";

export interface Glue {
  readonly imports: WebAssembly.Imports;
  /** Ties the glue to its instance. */
  readonly start: (exports: WebAssembly.Exports) => Exports;
}

export function createGlue(): Glue;
