/** Session ids, the guard before a rating, and the length of text. */

import { problem, type Refused, type Result, refused, unwrap } from "./errors.js";
import { run } from "./instance.js";

/** The longest text that is looked at, in UTF-16 code units. */
const TEXT_MAX = 65_536;
/** The longest text that could be an id. */
const ID_MAX = 128;

/** The canonical text of a session id: a UUID in any case, not nil. */
export function safeParseSessionId(text: string): Result<string> {
  return run((rules) => {
    // What is no text, or far too long for an id, is refused without being copied.
    const candidate = typeof text === "string" && text.length <= ID_MAX ? text : "";
    const { parseSessionId } = rules.exports;
    const answer = rules.askText(candidate, parseSessionId) ?? parseSessionId(0);
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: answer === 1 ? text : text.toLowerCase() };
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
    const owed = pending ?? "";
    const refusal = refuseText(owed) ?? refuseText(sessionId);
    if (refusal !== undefined) return refusal;
    // What is empty is no pending session, for the rules as well.
    const answer = rules.askTexts(owed, sessionId, rules.exports.guardSession);
    if (answer === undefined) return refused(problem("INVALID_TEXT", ""));
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
    const refusal = refuseText(text);
    if (refusal !== undefined) return refusal;
    const length = rules.askText(text, rules.exports.textLength);
    if (length === undefined) return refused(problem("INVALID_TEXT", ""));
    return { ok: true, value: length };
  });
}

/** As {@link safeTextLength}; throws a `RuleError`. */
export function textLength(text: string): number {
  return unwrap(safeTextLength(text));
}

/** What cannot be passed on at all. */
function refuseText(text: unknown): Refused | undefined {
  if (typeof text !== "string") return refused(problem("WRONG_TYPE", "", { expected: "text" }));
  if (text.length <= TEXT_MAX) return;
  return refused(problem("TOO_LONG", "", { max: TEXT_MAX }));
}
