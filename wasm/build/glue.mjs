// wasm-bindgen's glue as a factory.
//
// The glue keeps views of one instance's memory in its module scope. A fresh instance after a
// trap needs fresh ones, so the whole text becomes the body of a function.

/** Not every environment has the text coders that the glue takes for granted: Jest's jsdom. */
const TEXT_CODERS = [
  'import { textCoders } from "../../js/text-coders.ts";\n',
  "const { TextDecoder, TextEncoder } = textCoders();\n",
];

/**
 * The text of a module that exports `createGlue`.
 *
 * Functions that call back into JavaScript are called through a proxy, because V8 never inlines
 * those: V8 of Node 20 crashes now and then in a hot loop when it has inlined a call into a module
 * that calls JavaScript in turn.
 */
export function glueFactory(glue) {
  const names = exportedNames(glue);
  const body = glue.replace(/^export /gm, "");
  if (/^import /m.test(body)) throw new Error("the glue has imports, which a factory cannot hold");
  if (!names.includes("__wbg_set_wasm")) throw new Error("the glue has no setter for the instance");
  const imports = names.filter((name) => name.startsWith("__wb") && name !== "__wbg_set_wasm");
  const functions = names.filter((name) => !name.startsWith("__wb"));
  const [coders, ownCoders] = /\bnew Text(De|En)coder\b/.test(body) ? TEXT_CODERS : ["", ""];
  return `// Made of wasm-bindgen's output by build/glue.mjs.
${coders}export function createGlue() {
${ownCoders}${body}
  return {
    imports: { "./focus_wasm_bg.js": { ${imports.join(", ")} } },
    start(exports) {
      const called = { ...exports };
      for (const name of ${JSON.stringify(functions)}) called[name] = new Proxy(exports[name], {});
      __wbg_set_wasm(called);
      exports.__wbindgen_start?.();
      return { ...exports, ${functions.join(", ")} };
    },
  };
}
`;
}

function exportedNames(glue) {
  return [...glue.matchAll(/^export (?:function|class) (\w+)/gm)].map((match) => match[1]);
}
