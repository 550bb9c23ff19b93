/** Where the module comes from: inlined in the package, so that no bundler has to find a file. */

import { WASM_TEXT } from "./wasm-text.js";

/** The compiled module, at once. */
export function compile(): WebAssembly.Module {
  return new WebAssembly.Module(bytes());
}

/** The compiled module, off the main thread where the runtime can. */
export async function compileAside(): Promise<WebAssembly.Module> {
  return await WebAssembly.compile(bytes());
}

/** The bytes that `build/bytes.mjs` wrote as text. */
function bytes(): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (let at = 0; at < WASM_TEXT.length; at++) {
    let code = WASM_TEXT.charCodeAt(at);
    let above = 0;
    if (code === 33 || code === 126) {
      above = code === 126 ? 90 : 180;
      code = WASM_TEXT.charCodeAt(++at);
    }
    bytes.push(above + code - (code > 92 ? 36 : 35));
  }
  return new Uint8Array(bytes);
}
