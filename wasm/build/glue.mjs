// wasm-bindgen's glue as a factory.
//
// The glue keeps views of one instance's memory in its module scope. A fresh instance after a
// trap needs fresh ones, so the whole text becomes the body of a function.

/** The text of a module that exports `createGlue`. */
export function glueFactory(glue) {
  const names = [...glue.matchAll(/^export (?:function|class) (\w+)/gm)].map((match) => match[1]);
  const body = glue.replace(/^export /gm, "");
  if (/^import /m.test(body)) throw new Error("the glue has imports, which a factory cannot hold");
  if (!names.includes("__wbg_set_wasm")) throw new Error("the glue has no setter for the instance");
  const imports = names.filter((name) => name.startsWith("__wb") && name !== "__wbg_set_wasm");
  const functions = names.filter((name) => !name.startsWith("__wb"));
  return `// Made of wasm-bindgen's output by build/glue.mjs.
export function createGlue() {
${body}
  return {
    imports: { "./focus_wasm_bg.js": { ${imports.join(", ")} } },
    start(exports) {
      __wbg_set_wasm(exports);
      exports.__wbindgen_start?.();
      return { ${functions.join(", ")} };
    },
  };
}
`;
}
