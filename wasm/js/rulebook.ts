/** Whether another side goes by the same rules as this page. */

import { unwrap } from "./errors.js";
import { RULES_HEADER, RULES_VERSION, type RulesSkew, SKEWS } from "./generated.js";
import { run } from "./instance.js";

/** Headers as `fetch` has them, and whatever else is read by `get`. */
export interface HeaderReader {
  /** The value of a header; null or undefined without one. */
  readonly get: (name: string) => unknown;
}

/** What tells a server's version: a `Response`, its `headers`, or the text of `X-Rules-Version`. */
export type RulesSource =
  | { readonly headers: HeaderReader }
  | HeaderReader
  | string
  | null
  | undefined;

/**
 * How the rules of a server stand to the rules of this page. One line after a `fetch`:
 *
 * ```ts
 * if (compareRules(response) === "different") askToReload();
 * ```
 *
 * - `same`: one and the same rulebook.
 * - `compatible`: something was added on one side, and nothing has changed.
 * - `different`: they may contradict each other. One of them is older.
 * - `unknown`: no version was told, as by an older server, or one of another origin that does not
 *   expose the header.
 *
 * `ours` is {@link RULES_VERSION} unless two other sides are to be compared.
 */
export function compareRules(theirs: RulesSource, ours: string = RULES_VERSION): RulesSkew {
  const told = typeof theirs === "string" ? theirs : header(theirs);
  return unwrap(
    run((rules) => {
      // What is no text that a header could hold was not told.
      rules.list([ours, told], 2, HEADER_MAX);
      return { ok: true, value: SKEWS[rules.ask(rules.exports.compareRules)] as RulesSkew };
    }),
  );
}

/** The longest header that is looked at, in UTF-16 code units. */
const HEADER_MAX = 65_536;

function header(source: unknown): unknown {
  const holder = source as { readonly headers?: MaybeHeaders } & MaybeHeaders;
  try {
    return (holder?.headers ?? holder)?.get?.(RULES_HEADER);
  } catch {
    // What cannot be asked has told nothing.
    return;
  }
}

type MaybeHeaders = Partial<HeaderReader> | null | undefined;
