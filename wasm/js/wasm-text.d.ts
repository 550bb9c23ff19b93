/** What `build.mjs` makes of the module: its bytes as text. */

export const WASM_TEXT: string;
