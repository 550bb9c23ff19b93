/** Where the module comes from in runtimes that compile it themselves, ahead of time. */

import module from "#rules.wasm";

export type ModuleSource = WebAssembly.Module | Uint8Array<ArrayBuffer>;

export function source(): ModuleSource {
  return module;
}
