/** Peer ratings: the form's state, the body it sends, and the judgement of that body. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import {
  JUDGED_RATINGS,
  LISTED_REASONS,
  RATING_VALUES,
  RAW_TEXT_MAX,
  type RatingValue,
  RED_REASONS,
  type RedReason,
} from "./generated.js";
import { askJson } from "./host-json.js";
import { type Instance, run } from "./instance.js";
import { Writer } from "./writer.js";

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

export interface ValidateOptions {
  /** Who sends the ratings. Then nobody rates themselves. */
  readonly raterId?: string;
}

/** An untouched entry for each id. */
export function safeNewRatingEntries(userIds: readonly string[]): Result<RatingEntries> {
  return askJson(
    "userIds",
    () => userIds,
    (exports, length) => exports.newEntries(length),
    (_, text) => Object.fromEntries(text() as [string, RatingEntry][]),
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
  return apply(entries, userId, { setRating: [userId, value] });
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
  return apply(entries, userId, { setReasons: [userId, reasons] });
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
  return apply(entries, userId, { toggleReason: [userId, reason] });
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
  return apply(entries, userId, { setOtherText: [userId, text] });
}

/** As {@link safeSetOtherText}; throws a `RuleError`. */
export function setOtherText(entries: RatingEntries, userId: string, text: string): RatingEntries {
  return unwrap(safeSetOtherText(entries, userId, text));
}

/** The body to send, built from whatever the form holds. Who is not rated is left out. */
export function safeRatingPayload(entries: RatingEntries): Result<RatingPayload> {
  return askJson(
    "entries",
    () => pairs(entries),
    (exports, length) => exports.ratingPayload(length),
    (_, text) => text() as RatingPayload,
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
  return askJson(
    "entries",
    () => pairs(entries),
    (exports, length) => exports.ratingReadiness(length, submitting),
    (bits) => ({
      allRated: (bits & 1) !== 0,
      invalidRed: (bits & 2) !== 0,
      canSubmit: (bits & 4) !== 0,
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
    const writer = new Writer(rules, 512);
    if (!writeBatch(writer, batch)) return refused(unreadable());
    writer.raw(options.raterId, ID_MAX);
    const answer = rules.exports.validateRatings(writer.length);
    return answer < 0
      ? rules.problems(answer)
      : { ok: true, value: readBatch(rules, batch as RatingPayload, answer) };
  });
}

/** As {@link safeValidateRatings}; throws a `RuleError` with every problem. */
export function validateRatings(batch: unknown, options: ValidateOptions = {}): ValidRatings {
  return unwrap(safeValidateRatings(batch, options));
}

/** The longest id or word that is looked at, in UTF-16 code units. */
const ID_MAX = 128;
/** Numbers of one judged rating, as `rating.rs` writes them. */
const RATING = 10;

/** Walks a body into the input; false if it cannot be walked, a getter that throws say. */
export function writeBatch(writer: Writer, batch: unknown): boolean {
  try {
    if (!writer.object(batch)) return true;
    writer.list(batch.ratings, JUDGED_RATINGS, (rating) => {
      if (!writer.object(rating)) return;
      writer.raw(rating.ratee_id, ID_MAX);
      writer.raw(rating.rating, ID_MAX);
      writer.list(rating.reasons, LISTED_REASONS, (reason) => writer.raw(reason, ID_MAX));
      writer.raw(rating.other_reason_text, RAW_TEXT_MAX);
    });
    writer.raw(batch.session_id, RAW_TEXT_MAX);
    return true;
  } catch {
    return false;
  }
}

export function unreadable() {
  return problem("WRONG_TYPE", "", { expected: "an object" });
}

function readBatch(rules: Instance, batch: RatingPayload, count: number): ValidRatings {
  const numbers = rules.numbers().slice(0, count * RATING);
  const ratings = Array.from({ length: count }, (_, at) => {
    const given = batch.ratings[at] as RatingBody;
    return readRating(rules, given, numbers.subarray(at * RATING, (at + 1) * RATING));
  });
  const session = (batch as { session_id?: string | null }).session_id;
  return session == null ? { ratings } : { ratings, session_id: session };
}

function readRating(rules: Instance, given: RatingBody, numbers: Float64Array): ValidRating {
  const [value, isCanonical, start, end, count] = numbers as unknown as number[];
  const rating: { -readonly [K in keyof ValidRating]: ValidRating[K] } = {
    ratee_id: isCanonical === 1 ? given.ratee_id : canonicalId(rules, given.ratee_id),
    rating: RATING_VALUES[value as number] as RatingValue,
  };
  if ((count as number) > 0) {
    const reasons = numbers.subarray(5, 5 + (count as number));
    rating.reasons = Array.from(reasons, (reason) => RED_REASONS[reason] as RedReason);
  }
  if ((start as number) >= 0) {
    rating.other_reason_text = (given.other_reason_text as string).slice(start, end);
  }
  return rating;
}

function canonicalId(rules: Instance, id: string): string {
  const writer = new Writer(rules, id.length);
  writer.text(id);
  return rules.text(rules.exports.canonicalId(writer.length));
}

/** The state after an event. The rules see the one entry that it concerns. */
function apply(entries: RatingEntries, userId: string, event: object): Result<RatingEntries> {
  const mine = Object.hasOwn(entries, userId) ? [[userId, entries[userId]]] : [];
  return askJson(
    "entries",
    () => [event, mine],
    (exports, length) => exports.applyEvent(length),
    (_, text) => {
      const next = text() as RatingEntry;
      const known = Object.entries(entries);
      const others = known.map(([id, entry]) => [id, id === userId ? next : entry] as const);
      return Object.fromEntries(mine.length > 0 ? others : [...others, [userId, next]]);
    },
  );
}

function pairs(entries: RatingEntries): unknown {
  return Object.entries(entries);
}
