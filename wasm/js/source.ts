/** Where the module comes from: inlined in the package, so that no bundler has to find a file. */

import { WASM_BASE64 } from "./wasm-base64.js";

export type ModuleSource = WebAssembly.Module | Uint8Array<ArrayBuffer>;

export function source(): ModuleSource {
  const text = atob(WASM_BASE64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
