/** What the build puts beside the sources. */

declare module "#rules.wasm" {
  const module: WebAssembly.Module;
  export default module;
}
