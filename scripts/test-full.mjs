// npm run test:full: npm test with fifty times as many random inputs; for a release, or overnight.

import { main } from "./lib/run.mjs";
import { testEverything } from "./test.mjs";

await main(() => testEverything({ differentialInputs: 100_000 }));
