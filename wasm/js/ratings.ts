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

export interface ValidateOptions {
  /** Who sends the ratings. Then nobody rates themselves. */
  readonly raterId?: string | undefined;
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
  if (typeof submitting !== "boolean") {
    return refused(problem("WRONG_TYPE", "submitting", { expected: "true or false" }));
  }
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
    const given = writeBatch(writer, batch);
    if (given === undefined || !writeRater(writer, options)) return refused(unreadable());
    const answer = rules.exports.validateRatings(writer.length);
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: readBatch(rules, given, answer) };
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

/** Texts of a body as they were when it was walked: a getter may say something else later. */
interface Given {
  readonly ids: string[];
  readonly texts: string[];
  session: string | undefined;
}

/** Walks a body into the input; undefined if it cannot be walked, a getter that throws say. */
export function writeBatch(writer: Writer, batch: unknown): Given | undefined {
  const given: Given = { ids: [], texts: [], session: undefined };
  try {
    if (!writer.object(batch)) return given;
    writer.list(batch.ratings, JUDGED_RATINGS, (rating) => {
      if (!writer.object(rating)) return;
      const { ratee_id: id, other_reason_text: text } = rating;
      writer.raw(id, ID_MAX);
      writer.raw(rating.rating, ID_MAX);
      writer.list(rating.reasons, LISTED_REASONS, (reason) => writer.raw(reason, ID_MAX));
      writer.raw(text, RAW_TEXT_MAX);
      given.ids.push(id as string);
      given.texts.push(text as string);
    });
    const session = batch.session_id;
    writer.raw(session, RAW_TEXT_MAX);
    if (typeof session === "string") given.session = session;
    return given;
  } catch {
    return undefined;
  }
}

function writeRater(writer: Writer, options: ValidateOptions): boolean {
  try {
    writer.raw(options.raterId, ID_MAX);
    return true;
  } catch {
    return false;
  }
}

export function unreadable() {
  return problem("WRONG_TYPE", "", { expected: "an object" });
}

function readBatch(rules: Instance, given: Given, count: number): ValidRatings {
  const ratings: ValidRating[] = [];
  for (let at = 0; at < count; at++) ratings.push(readRating(rules, given, at));
  return given.session === undefined ? { ratings } : { ratings, session_id: given.session };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function readRating(rules: Instance, given: Given, at: number): ValidRating {
  const from = at * RATING;
  const id = given.ids[at] as string;
  const rating: Writable<ValidRating> = {
    ratee_id: rules.number(from + 1) === 1 ? id : canonicalId(rules, id),
    rating: RATING_VALUES[rules.number(from)] as RatingValue,
  };
  const count = rules.number(from + 4);
  if (count > 0) {
    const reasons: RedReason[] = [];
    for (let reason = 0; reason < count; reason++) {
      reasons.push(RED_REASONS[rules.number(from + 5 + reason)] as RedReason);
    }
    rating.reasons = reasons;
  }
  const start = rules.number(from + 2);
  if (start >= 0) {
    const text = given.texts[at] as string;
    rating.other_reason_text = text.slice(start, rules.number(from + 3));
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
  let known: [string, RatingEntry][] = [];
  return askJson(
    "entries",
    () => {
      known = pairs(entries);
      return [event, known.filter(([id]) => id === userId)];
    },
    (exports, length) => exports.applyEvent(length),
    (_, text) => {
      const next = text() as RatingEntry;
      const at = known.findIndex(([id]) => id === userId);
      return Object.fromEntries(
        at < 0
          ? [...known, [userId, next]]
          : known.map((pair) => (pair[0] === userId ? [userId, next] : pair)),
      );
    },
  );
}

/** The entries in the order of their keys; throws for what is no plain object. */
function pairs(entries: RatingEntries): [string, RatingEntry][] {
  const isObject = typeof entries === "object" && entries !== null;
  if (!isObject || Array.isArray(entries) || entries instanceof Map) throw new TypeError();
  return Object.entries(entries);
}
