import { expect, test } from "vitest";
import { check } from "./check.js";
import { EXPECTED } from "./expected.js";

test("the rules answer", () => {
  expect(check()).toEqual(EXPECTED);
});
