import { defineConfig } from "vitest/config";

export default defineConfig({
  // React is transformed for its own runtime; the files need no import of it.
  oxc: { jsx: { runtime: "automatic" } },
  test: {
    environment: "jsdom",
    include: ["**/*.test.{ts,tsx}"],
    setupFiles: ["./support/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    maxWorkers: 2,
  },
});
