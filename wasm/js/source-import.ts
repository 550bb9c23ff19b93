/**
 * Where the module comes from in runtimes that compile it themselves, ahead of time. Some refuse
 * to bundle a program that so much as names `WebAssembly.compile`, so nothing here does.
 */

import module from "#rules.wasm";

export function compile(): WebAssembly.Module {
  return module;
}

export async function compileAside(): Promise<WebAssembly.Module> {
  return module;
}
