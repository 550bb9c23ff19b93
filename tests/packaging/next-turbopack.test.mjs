// The packed package in a Next.js app built by Turbopack.

import { testNext } from "./lib/next.mjs";

testNext("turbopack");
