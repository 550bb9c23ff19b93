// The packed package's types: what must compile does, what must not does not.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { consumer } from "./lib/consumer.mjs";
import { context } from "./lib/context.mjs";
import { tool } from "./lib/tools.mjs";

const STRICT = [
  "--noEmit",
  "--strict",
  "--exactOptionalPropertyTypes",
  "--noUncheckedIndexedAccess",
];
const BUNDLER = ["--module", "esnext", "--moduleResolution", "bundler"];
const NODE = ["--module", "nodenext", "--moduleResolution", "nodenext"];

const MODES = [
  { mode: "for a bundler", file: "use.ts", flags: BUNDLER },
  { mode: "for Node, an ES module", file: "use.mts", flags: NODE },
  { mode: "for Node, a CommonJS module", file: "use.cts", flags: NODE },
];

for (const { mode, file, flags } of MODES) {
  const how = `\`tsc --strict ${flags.join(" ")}\``;
  context(
    { name: `TypeScript ${mode}`, tools: ["typescript"], how },
    `types say what may be written and what may not, ${mode}`,
    async () => {
      const folder = await consumer(`types-${file.replace(".", "-")}`, { from: "types" });
      if (file !== "use.ts") cpSync(join(folder, "use.ts"), join(folder, file));
      await tool(folder, "tsc", [...STRICT, ...flags, file]);
    },
  );
}
