// Before and after every test: React may be driven by `act`, and nothing of a test is left behind.

import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean;
}

globalThis.IS_REACT_ACT_ENVIRONMENT = true;

afterEach(() => {
  if (typeof document !== "undefined") cleanup();
  vi.useRealTimers();
});
