// What a page has to download to judge one batch of ratings: bundled, minified, compressed.

import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";

const ENTRIES = {
  ours: 'export { safeValidateRatings } from "@focus-squad/core";',
  "ours, ./full": 'export { safeValidateRatings } from "@focus-squad/core/full";',
  plain: 'export { ratings } from "./peers/plain.mjs";',
  ajv: 'export { ratings } from "./peers/ajv.mjs";',
  zod: 'export { ratings } from "./peers/zod.mjs";',
  valibot: 'export { ratings } from "./peers/valibot.mjs";',
};

/** `{raw, brotli}` bytes by name. */
export async function measureDownloads() {
  const found = {};
  for (const [name, contents] of Object.entries(ENTRIES)) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: `${import.meta.dirname}/..` },
      bundle: true,
      format: "esm",
      legalComments: "none",
      minify: true,
      platform: "browser",
      target: "es2022",
      // The text that holds the module as it is, and not by escapes.
      charset: "utf8",
      write: false,
    });
    const [{ contents: bytes }] = outputFiles;
    found[name] = { raw: bytes.length, brotli: brotliCompressSync(bytes).length };
  }
  return found;
}
