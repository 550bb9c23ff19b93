// The rules in valibot: shapes by schema, rules between members as raw checks, which run whatever
// else is wrong.

import * as v from "valibot";
import {
  isOwnText,
  isText,
  judgeClaims,
  judgeRatees,
  judgeRating,
  LISTED_REASONS,
  normalise,
  principalOf,
  RATING_VALUES,
  RED_REASONS,
  UUID,
} from "./rules.mjs";

const rating = v.pipe(
  v.object({
    ratee_id: v.pipe(v.string(), v.regex(UUID, "must be a UUID")),
    rating: v.picklist(RATING_VALUES),
    reasons: v.nullish(v.pipe(v.array(v.picklist(RED_REASONS)), v.maxLength(LISTED_REASONS))),
    other_reason_text: v.nullish(v.pipe(v.string(), v.check(isOwnText, "must be short text"))),
  }),
  v.rawCheck(({ dataset: { value }, addIssue }) => {
    if (typeof value !== "object" || value === null) return;
    judgeRating(value, (member, message) => {
      addIssue({ message, path: [step(value, member)] });
    });
  }),
);

const batch = v.pipe(
  v.object({
    ratings: v.pipe(
      v.array(rating),
      v.minLength(1),
      v.maxLength(3),
      v.rawCheck(({ dataset: { value }, addIssue }) => {
        if (!Array.isArray(value)) return;
        judgeRatees(value, (index, message) => {
          const path = [step(value, index), step(value[index], "ratee_id")];
          addIssue({ message, path });
        });
      }),
    ),
    session_id: v.nullish(v.pipe(v.string(), v.check(isText, "must be text"))),
  }),
  v.transform(normalise),
);

function step(input, key) {
  const type = Array.isArray(input) ? "array" : "object";
  return { type, origin: "value", input, key, value: input[key] };
}

export function ratings(input) {
  const result = v.safeParse(batch, input);
  return result.success ? { ok: true, value: result.output } : { ok: false, errors: result.issues };
}

/** Where an issue is. */
export const placeOf = ({ path = [] }) => path.map(({ key }) => key);

const date = v.pipe(v.number(), v.minValue(0), v.maxValue(2 ** 53));
const text = v.string();
const texts = v.union([text, v.array(text)]);
const shape = v.object({
  exp: date,
  nbf: v.optional(date),
  iat: v.optional(date),
  iss: v.optional(text),
  aud: v.optional(texts),
  azp: v.optional(text),
  type: v.optional(text),
  sub: v.optional(text),
  role: v.optional(text),
  email: v.optional(text),
  jti: v.optional(text),
  session_id: v.optional(text),
  sid: v.optional(text),
  scope: v.optional(texts),
  scopes: v.optional(texts),
  tier: v.optional(text),
});
/** Only the first failure is asked for. */
const FIRST = { abortEarly: true };

export function claims(input, policy, now) {
  const read = v.safeParse(shape, input, FIRST);
  if (!read.success) return { ok: false, claim: read.issues[0].path?.[0].key };
  const claim = judgeClaims(read.output, policy, now);
  return claim === undefined ? { ok: true, value: principalOf(read.output) } : { ok: false, claim };
}
