/** Peer ratings: the form's state, the body it sends, and the judgement of that body. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import {
  FORM_ENTRIES_MAX,
  FORM_TEXT_MAX,
  Kind,
  LISTED_REASONS,
  RATING_VALUES,
  type RatingValue,
  type RedReason,
} from "./generated.js";
import { run } from "./instance.js";
import { type Memory, NO_ROOM, ownMembers } from "./memory.js";
import {
  body,
  FORM_ID_MAX,
  ID_MAX,
  readBatch,
  unreadable,
  writeBatch,
  writeEntries,
  writeEntry,
} from "./ratings-nodes.js";

/** What the form holds for one tablemate. */
export interface RatingEntry {
  /** Null while nothing is chosen. */
  readonly value: RatingValue | null;
  readonly reasons: readonly string[];
  readonly otherReasonText: string;
}

/** The form's state, by user id. */
export type RatingEntries = Readonly<Record<string, RatingEntry>>;

/** One rating as it travels. */
export interface RatingBody {
  readonly ratee_id: string;
  readonly rating: RatingValue;
  readonly reasons?: readonly string[];
  readonly other_reason_text?: string;
}

/** The body of `POST /sessions/{id}/rate`. */
export interface RatingPayload {
  readonly ratings: readonly RatingBody[];
  /** The session that is meant, for the server to compare with its address. */
  readonly session_id?: string;
}

/** A rating that was judged: ids in lower case, reasons once each, text trimmed. */
export interface ValidRating extends RatingBody {
  readonly reasons?: readonly RedReason[];
}

/** A body that was judged. */
export interface ValidRatings {
  readonly ratings: readonly ValidRating[];
  readonly session_id?: string;
}

/** What the submit button knows. */
export interface RatingReadiness {
  /** There is somebody to rate, and everybody has a value. */
  readonly allRated: boolean;
  /** Some red rating has no reason. */
  readonly invalidRed: boolean;
  readonly canSubmit: boolean;
}

/** What {@link validateRatings} may be told beside the body. */
export interface ValidateOptions {
  /** Who sends the ratings. Then nobody rates themselves. */
  readonly raterId?: string | undefined;
}

/** An untouched entry for each id. */
export function safeNewRatingEntries(userIds: readonly string[]): Result<RatingEntries> {
  return form(
    "userIds",
    (rules) => {
      const at = rules.open(Kind.Array);
      rules.list(userIds, FORM_ENTRIES_MAX, FORM_ID_MAX);
      rules.close(at, 1);
    },
    (rules) => rules.ask(rules.exports.newEntries),
    (rules) => {
      const untouched = (): RatingEntry => ({ value: null, reasons: [], otherReasonText: "" });
      return Object.fromEntries(rules.pieces().map((id) => [id, untouched()]));
    },
  );
}

/** As {@link safeNewRatingEntries}; throws a `RuleError`. */
export function newRatingEntries(userIds: readonly string[]): RatingEntries {
  return unwrap(safeNewRatingEntries(userIds));
}

/** Chooses a value, or takes it back. Only red keeps reasons and text. */
export function safeSetRating(
  entries: RatingEntries,
  userId: string,
  value: RatingValue | null,
): Result<RatingEntries> {
  return apply(0, entries, userId, value);
}

/** As {@link safeSetRating}; throws a `RuleError`. */
export function setRating(
  entries: RatingEntries,
  userId: string,
  value: RatingValue | null,
): RatingEntries {
  return unwrap(safeSetRating(entries, userId, value));
}

/** Replaces the reasons, as they stand. The text stays only beside the reason `other`. */
export function safeSetReasons(
  entries: RatingEntries,
  userId: string,
  reasons: readonly string[],
): Result<RatingEntries> {
  return apply(1, entries, userId, reasons);
}

/** As {@link safeSetReasons}; throws a `RuleError`. */
export function setReasons(
  entries: RatingEntries,
  userId: string,
  reasons: readonly string[],
): RatingEntries {
  return unwrap(safeSetReasons(entries, userId, reasons));
}

/** Ticks a reason, or unticks it if it was ticked. */
export function safeToggleReason(
  entries: RatingEntries,
  userId: string,
  reason: string,
): Result<RatingEntries> {
  return apply(2, entries, userId, reason);
}

/** As {@link safeToggleReason}; throws a `RuleError`. */
export function toggleReason(
  entries: RatingEntries,
  userId: string,
  reason: string,
): RatingEntries {
  return unwrap(safeToggleReason(entries, userId, reason));
}

/** Replaces the text, untrimmed. */
export function safeSetOtherText(
  entries: RatingEntries,
  userId: string,
  text: string,
): Result<RatingEntries> {
  return apply(3, entries, userId, text);
}

/** As {@link safeSetOtherText}; throws a `RuleError`. */
export function setOtherText(entries: RatingEntries, userId: string, text: string): RatingEntries {
  return unwrap(safeSetOtherText(entries, userId, text));
}

/** The body to send, built from whatever the form holds. Who is not rated is left out. */
export function safeRatingPayload(entries: RatingEntries): Result<RatingPayload> {
  return form(
    "entries",
    (rules) => writeEntries(rules, known(entries)),
    (rules) => rules.ask(rules.exports.ratingPayload),
    (rules) => {
      const ratings: RatingBody[] = [];
      for (let count = rules.next(); count > 0; count--) {
        ratings.push(body(rules.piece(), rules.next(), rules.piece(), rules.pieces()));
      }
      return { ratings };
    },
  );
}

/** As {@link safeRatingPayload}; throws a `RuleError`. */
export function ratingPayload(entries: RatingEntries): RatingPayload {
  return unwrap(safeRatingPayload(entries));
}

/** What the submit button knows. */
export function safeRatingReadiness(
  entries: RatingEntries,
  submitting = false,
): Result<RatingReadiness> {
  if (typeof submitting !== "boolean") {
    return refused(problem("WRONG_TYPE", "submitting", { expected: "true or false" }));
  }
  return form(
    "entries",
    (rules) => writeEntries(rules, known(entries)),
    (rules) => {
      const { ratingReadiness } = rules.exports;
      const flag = Number(submitting);
      return rules.ask((nodes, text, length) => ratingReadiness(flag, nodes, text, length));
    },
    (rules) => ({
      allRated: rules.next() !== 0,
      invalidRed: rules.next() !== 0,
      canSubmit: rules.next() !== 0,
    }),
  );
}

/** As {@link safeRatingReadiness}; throws a `RuleError`. */
export function ratingReadiness(entries: RatingEntries, submitting = false): RatingReadiness {
  return unwrap(safeRatingReadiness(entries, submitting));
}

/** Whether the ratings may be sent now. */
export function canSubmitRatings(entries: RatingEntries, submitting = false): boolean {
  return ratingReadiness(entries, submitting).canSubmit;
}

/** Judges a body: every problem at once, each with its place. */
export function safeValidateRatings(
  batch: unknown,
  options: ValidateOptions = {},
): Result<ValidRatings> {
  return run((rules) => {
    const at = rules.open(Kind.Array);
    try {
      writeBatch(rules, batch);
      const known = ownMembers(options);
      if (known === undefined || Object.keys(known).some((name) => name !== "raterId")) {
        return refused(problem("WRONG_TYPE", "options", { expected: "an object" }));
      }
      const { raterId } = known;
      if (raterId !== undefined) rules.value(raterId, ID_MAX);
      rules.close(at, raterId === undefined ? 1 : 2);
    } catch {
      return refused(unreadable());
    }
    const answer = rules.ask(rules.exports.validateRatings);
    return answer < 0 ? rules.problems(answer) : { ok: true, value: readBatch(rules.read(answer)) };
  });
}

/** As {@link safeValidateRatings}; throws a `RuleError` with every problem. */
export function validateRatings(batch: unknown, options: ValidateOptions = {}): ValidRatings {
  return unwrap(safeValidateRatings(batch, options));
}

/** The state after an event. The rules see the one entry that it concerns. */
function apply(
  kind: number,
  entries: RatingEntries,
  userId: string,
  argument: unknown,
): Result<RatingEntries> {
  let pairs: [string, RatingEntry][] = [];
  return form(
    "entries",
    (rules) => {
      pairs = known(entries);
      const pair = pairs.find(([id]) => id === userId);
      const at = rules.open(Kind.Array);
      rules.value(userId, FORM_ID_MAX);
      if (kind === 1) rules.list(argument, LISTED_REASONS, FORM_TEXT_MAX);
      else rules.value(argument, FORM_TEXT_MAX);
      if (pair !== undefined) writeEntry(rules, pair[1]);
      rules.close(at, pair === undefined ? 2 : 3);
    },
    (rules) => {
      const { applyEvent } = rules.exports;
      return rules.ask((nodes, text, length) => applyEvent(kind, nodes, text, length));
    },
    (rules) => {
      const value = RATING_VALUES[rules.next()] ?? null;
      const next = { value, otherReasonText: rules.piece(), reasons: rules.pieces() };
      const at = pairs.findIndex(([id]) => id === userId);
      pairs.splice(at < 0 ? pairs.length : at, 1, [userId, next]);
      return Object.fromEntries(pairs);
    },
  );
}

/** Asks about the form's state; what cannot be walked is refused at `path`. */
function form<T>(
  path: string,
  write: (rules: Memory) => void,
  ask: (rules: Memory) => number,
  read: (rules: Memory) => T,
): Result<T> {
  return run((rules) => {
    try {
      write(rules);
    } catch (error) {
      if (error === NO_ROOM) throw error;
      return refused(problem("WRONG_TYPE", path, { expected: "an object" }));
    }
    const answer = ask(rules);
    return answer < 0 ? rules.problems(answer) : { ok: true, value: read(rules.read(answer)) };
  });
}

/** The entries in the order of their keys; throws for what is no plain object. */
function known(entries: RatingEntries): [string, RatingEntry][] {
  // Neither a list nor a map, nor a promise that somebody forgot to wait for.
  if (Object.prototype.toString.call(entries) !== "[object Object]") throw new TypeError();
  return Object.entries(entries);
}
