const { check } = require("./check.js");
const { EXPECTED } = require("./expected.js");

test("the rules answer", () => {
  expect(check()).toEqual(EXPECTED);
});
