// The packed package in a Next.js app built by webpack.

import { testNext } from "./lib/next.mjs";

testNext("webpack");
