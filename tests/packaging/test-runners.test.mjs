// Test runners with their defaults, running a test that uses the packed package.

import { consumer } from "./lib/consumer.mjs";
import { context, node } from "./lib/context.mjs";
import { tool } from "./lib/tools.mjs";

context(
  { name: "Vitest", tools: ["vitest", node], how: "`vitest run`" },
  "a test runs the rules in Vitest",
  async () => {
    const folder = await consumer("vitest");
    await tool(folder, "vitest", ["run", "--environment=node"]);
  },
);

context(
  {
    name: "Vitest with jsdom",
    tools: ["vitest", "jsdom"],
    how: "`vitest run --environment=jsdom`",
  },
  "a test runs the rules in Vitest with jsdom",
  async () => {
    const folder = await consumer("vitest-jsdom", { from: "vitest" });
    await tool(folder, "vitest", ["run", "--environment=jsdom"]);
  },
);

context(
  { name: "Jest", tools: ["jest", node], how: "`jest`, CommonJS" },
  "a test runs the rules in Jest",
  async () => {
    const folder = await consumer("jest", { commonJs: true });
    await tool(folder, "jest", []);
  },
);

context(
  {
    name: "Jest with jsdom",
    tools: ["jest", "jest-environment-jsdom"],
    how: "`jest --env=jsdom`, CommonJS",
  },
  "a test runs the rules in Jest with jsdom",
  async () => {
    const folder = await consumer("jest-jsdom", { from: "jest", commonJs: true });
    await tool(folder, "jest", ["--env=jsdom"]);
  },
);
