// npm run test:full: npm test with fifty times as many random inputs, the scores of a million
// histories, ten million hostile calls, two hundred requests of each kind to the server, and every
// parser fuzzed for half a minute; for a release, or overnight.

import { fuzz } from "./fuzz.mjs";
import { main } from "./lib/run.mjs";
import { testEverything } from "./test.mjs";

await main(async () => {
  await fuzz({ seconds: 30 });
  await testEverything({
    differentialInputs: 100_000,
    scoreHistories: 1_000_000,
    hostileCalls: 10_000_000,
    isFull: true,
    schemaExamples: 200,
  });
});
