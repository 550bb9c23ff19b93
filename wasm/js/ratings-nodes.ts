/**
 * Peer ratings as nodes: what is written for the rules, and read of their answers. One file, because
 * both sides know the same order of members.
 */

import { problem } from "./errors.js";
import {
  FieldPlace,
  FORM_ENTRIES_MAX,
  FORM_TEXT_MAX,
  JUDGED_RATINGS,
  Kind,
  LISTED_REASONS,
  RATING_VALUES,
  RAW_TEXT_MAX,
  type RatingValue,
  RED_REASONS,
  type RedReason,
} from "./generated.js";
import { lengthOf, type Memory, ownItems, ownMembers } from "./memory.js";
import type { RatingBody, RatingEntry, ValidRating, ValidRatings } from "./ratings.js";

/** The longest id or word that is looked at, in UTF-16 code units. */
export const ID_MAX = 128;
/** The same of an id that the form takes: 128 characters, of two units each. */
export const FORM_ID_MAX = 256;

/** Writes a body; throws if it cannot be walked, a getter that throws say. */
export function writeBatch(rules: Memory, batch: unknown): void {
  const body = ownMembers(batch);
  const at = rules.open(body ? Kind.Object : Kind.Other);
  if (body === undefined) return;
  let members = 0;
  const { ratings } = body;
  if (ratings !== undefined) {
    members = 1;
    rules.node(Kind.Field, FieldPlace.Ratings, 0);
    writeRatings(rules, ratings);
  }
  members += rules.member(FieldPlace.SessionId, body.session_id, RAW_TEXT_MAX);
  rules.close(at, members);
}

function writeRatings(rules: Memory, ratings: unknown): void {
  const at = rules.open(Array.isArray(ratings) ? Kind.Array : Kind.Other);
  if (!Array.isArray(ratings)) return;
  const length = lengthOf(ratings);
  const rating = ownItems(ratings);
  for (let index = 0; index < length && index < JUDGED_RATINGS; index++) {
    writeRating(rules, rating(index));
  }
  rules.close(at, length);
}

function writeRating(rules: Memory, given: unknown): void {
  const rating = ownMembers(given);
  const at = rules.open(rating ? Kind.Object : Kind.Other);
  if (rating === undefined) return;
  const { reasons } = rating;
  let members = rules.member(FieldPlace.RateeId, rating.ratee_id, ID_MAX);
  members += rules.member(FieldPlace.Rating, rating.rating, ID_MAX);
  members += writeReasons(rules, reasons, ID_MAX);
  members += rules.member(FieldPlace.OtherReasonText, rating.other_reason_text, RAW_TEXT_MAX);
  rules.close(at, members);
}

function writeReasons(rules: Memory, reasons: unknown, most: number): number {
  if (reasons === undefined) return 0;
  rules.node(Kind.Field, FieldPlace.Reasons, 0);
  rules.list(reasons, LISTED_REASONS, most);
  return 1;
}

export function unreadable() {
  return problem("WRONG_TYPE", "", { expected: "an object" });
}

export function readBatch(rules: Memory): ValidRatings {
  const named = rules.next() === 1;
  const session = rules.piece();
  const ratings: ValidRating[] = [];
  for (let count = rules.next(); count > 0; count--) {
    const id = rules.piece();
    const rateeId = rules.next() === 1 ? id : id.toLowerCase();
    ratings.push(body(rateeId, rules.next(), rules.piece(), readReasons(rules)) as ValidRating);
  }
  return named ? { ratings, session_id: session } : { ratings };
}

function readReasons(rules: Memory): readonly RedReason[] {
  const reasons: RedReason[] = [];
  for (let count = rules.next(); count > 0; count--) {
    reasons.push(RED_REASONS[rules.next()] as RedReason);
  }
  return reasons;
}

/** A rating as it travels: what is empty is left out. */
export function body(
  id: string,
  value: number,
  text: string,
  reasons: readonly string[],
): RatingBody {
  const rating: { -readonly [Name in keyof RatingBody]: RatingBody[Name] } = {
    ratee_id: id,
    rating: RATING_VALUES[value] as RatingValue,
  };
  if (reasons.length > 0) rating.reasons = reasons;
  if (text !== "") rating.other_reason_text = text;
  return rating;
}

export function writeEntries(rules: Memory, pairs: readonly [string, RatingEntry][]): void {
  const at = rules.open(Kind.Array);
  const entries = rules.open(Kind.Object);
  for (const [id, entry] of pairs.slice(0, FORM_ENTRIES_MAX)) {
    rules.value(id, FORM_ID_MAX);
    writeEntry(rules, entry);
  }
  rules.close(entries, pairs.length);
  rules.close(at, 1);
}

export function writeEntry(rules: Memory, given: unknown): void {
  const entry = ownMembers(given);
  const at = rules.open(entry ? Kind.Object : Kind.Other);
  if (entry === undefined) return;
  let members = rules.member(FieldPlace.Value, entry.value, ID_MAX);
  members += writeReasons(rules, entry.reasons, FORM_TEXT_MAX);
  members += rules.member(FieldPlace.OtherText, entry.otherReasonText, FORM_TEXT_MAX);
  rules.close(at, members);
}
