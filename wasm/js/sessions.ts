/** Session ids, the guard before a rating, and the length of text. */

import { problem, type Refused, type Result, refused, unwrap } from "./errors.js";
import { run } from "./instance.js";
import { Writer } from "./writer.js";

/** The longest id that is looked at, in UTF-16 code units. */
const ID_MAX = 65_536;
/** The longest text that is measured, in UTF-16 code units. */
const TEXT_MAX = 65_536;

/** The canonical text of a session id: a UUID in any case, not nil. */
export function safeParseSessionId(text: string): Result<string> {
  return run((rules) => {
    // What is no text, or far too long for an id, is refused without being copied.
    const candidate = typeof text === "string" && text.length <= 128 ? text : "";
    const writer = new Writer(rules, candidate.length);
    const isWellFormed = writer.text(candidate);
    const answer = rules.exports.parseSessionId(isWellFormed ? writer.length : 0);
    return answer < 0 ? rules.problems(answer) : { ok: true, value: rules.text(answer) };
  });
}

/** As {@link safeParseSessionId}; throws a `RuleError`. */
export function parseSessionId(text: string): string {
  return unwrap(safeParseSessionId(text));
}

/**
 * Refuses to rate `sessionId` while `pending` names another session. Without a pending session
 * (null, undefined or empty) the rating proceeds.
 */
export function safeGuardSession(
  pending: string | null | undefined,
  sessionId: string,
): Result<void> {
  return run((rules) => {
    const refusal = refuseText(pending ?? "") ?? refuseText(sessionId);
    if (refusal !== undefined) return refusal;
    const writer = new Writer(rules, (pending?.length ?? 0) + sessionId.length);
    const first = writer.text(pending ?? "");
    const pendingLength = pending == null ? -1 : writer.length;
    if (!(first && writer.text(sessionId))) return refused(problem("INVALID_TEXT", ""));
    const answer = rules.exports.guardSession(pendingLength, writer.length);
    return answer < 0 ? rules.problems(answer) : { ok: true, value: undefined };
  });
}

/** As {@link safeGuardSession}; throws a `RuleError`. */
export function guardSession(pending: string | null | undefined, sessionId: string): void {
  unwrap(safeGuardSession(pending, sessionId));
}

/** The length of text as limits measure it: code points, blank ends left out. */
export function safeTextLength(text: string): Result<number> {
  return run((rules) => {
    const refusal = refuseText(text, TEXT_MAX);
    if (refusal !== undefined) return refusal;
    const writer = new Writer(rules, text.length);
    if (!writer.text(text)) return refused(problem("INVALID_TEXT", ""));
    return { ok: true, value: rules.exports.textLength(writer.length) };
  });
}

/** As {@link safeTextLength}; throws a `RuleError`. */
export function textLength(text: string): number {
  return unwrap(safeTextLength(text));
}

/** What cannot be passed on at all. */
function refuseText(text: unknown, max = ID_MAX): Refused | undefined {
  if (typeof text !== "string") return refused(problem("WRONG_TYPE", "", { expected: "text" }));
  return text.length > max ? refused(problem("TOO_LONG", "", { max })) : undefined;
}
