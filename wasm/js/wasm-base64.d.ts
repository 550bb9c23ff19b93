/** What `build.mjs` makes of the module. */

export const WASM_BASE64: string;
