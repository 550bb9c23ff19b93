/** For this package's own tests. */

import type { Result } from "./errors.js";
import { run } from "./instance.js";

/** Stops the module as a defect would, to see that the next call works. For tests only. */
export function trapForTests(): Result<void> {
  return run((rules) => {
    rules.exports.trap();
    return { ok: true, value: undefined };
  });
}
